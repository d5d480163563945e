insert into route_revision_files (number, path, hash, folder_hash) values (:number, :path, :hash, :folderHash)
