-- What $1 keeps about $2 from now on; how they met is written once and stays. Index: primary key.
INSERT INTO connection_memory (member_id, other_id, note, next_contact, met_since, met_sender_id, met_inv_id, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (member_id, other_id) DO UPDATE SET note = excluded.note, next_contact = excluded.next_contact,
    updated_at = excluded.updated_at
