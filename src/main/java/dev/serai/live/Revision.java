package dev.serai.live;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of route files that ran.
 *
 * @param number 0 for none
 * @param files content by path below the routes folder
 * @param folder what the folder of the node that made it had then: hashes of content by path
 */
record Revision(long number, Map<String, String> files, Map<String, String> folder) {
    static final Revision NONE = new Revision(0, Map.of(), Map.of());

    Revision {
        files = Map.copyOf(files);
        folder = Map.copyOf(folder);
    }

    /**
     * The files with what has been edited in a folder.
     *
     * @param seen hashes of what the folder had when it was last looked at; other contents are edits
     */
    Map<String, String> with(Map<String, String> folderNow, Map<String, String> seen) {
        Map<String, String> merged = new TreeMap<>(files);
        folderNow.forEach((path, content) -> {
            if (!Hashes.of(content).equals(seen.get(path))) {
                merged.put(path, content);
            }
        });
        seen.keySet().stream().filter(path -> !folderNow.containsKey(path)).forEach(merged::remove);
        return merged;
    }
}
