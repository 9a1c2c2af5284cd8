-- What $1 keeps about $2. Index: primary key.
SELECT note, next_contact, met_since, met_sender_id, met_inv_id FROM connection_memory WHERE member_id = $1 AND other_id = $2
