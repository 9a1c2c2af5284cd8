-- A report to the moderators. Index: primary key.
INSERT INTO report (member_id, report_id, reporter_id, inv_id, reason, at, about) VALUES ($1, $2, $3, $4, $5, $6, $7)
