package dev.serai.live;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of route files that ran.
 *
 * @param number 0 for none
 * @param files content by path below the routes folder
 * @param folder what the folder had when the revision was made: hashes of content by path. Only a file that is different
 *     there now has been edited there
 */
record Revision(long number, Map<String, String> files, Map<String, String> folder) {
    static final Revision NONE = new Revision(0, Map.of(), Map.of());

    Revision {
        files = Map.copyOf(files);
        folder = Map.copyOf(folder);
    }

    /** The files with what has been edited in the folder since. */
    Map<String, String> with(Map<String, String> folderNow) {
        Map<String, String> merged = new TreeMap<>(files);
        folderNow.forEach((path, content) -> {
            if (!Hashes.of(content).equals(folder.get(path))) {
                merged.put(path, content);
            }
        });
        folder.keySet().stream().filter(path -> !folderNow.containsKey(path)).forEach(merged::remove);
        return merged;
    }
}
