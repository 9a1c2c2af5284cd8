//! Section 4: people S does not know.

use crate::story::story;

#[test]
fn a_friend_can_be_said_of_anybody_r4_8() {
    for preset in ["standard", "strict"] {
        story(preset, "ana sends ben as=friend address=wrong sent\nana sends cid as=other sent");
    }
}

#[test]
fn policy_may_ask_for_the_address_and_wrong_is_like_none_r4_8() {
    story(
        "classic",
        r#"
        ana sends ben as=friend address=wrong      address_needed     // given, not his
        ana sends ben as=friend                    address_needed     // not given
        ana sends ben as=other  address=wrong      address_needed
        ana sends ben as=friend address=untried    too_many_address_tries
        ana counts sent=0 pending=0
        ana sends ben as=met:RustConf address=wrong sent              // only friend and other ask
        ana sends cid as=friend address=right      sent
        ana sends dan as=other  address=right      sent
        ana sends eva                              sent
        "#,
    );
}

#[test]
fn a_friend_without_common_ground_is_not_a_block_r4_9() {
    story("standard", "ana shares ben nothing\nana sends ben as=friend sent");
}
