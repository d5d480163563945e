-- Up to which position one org's deletions may be missing among its changes.
select pruned from index_positions where org_id = ?
