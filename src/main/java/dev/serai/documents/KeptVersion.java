package dev.serai.documents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/** What a bucket with versions keeps of a key: a version of its object, or a marker that says it was deleted. */
record KeptVersion(String key, String id, Instant since, boolean latest, boolean marker) {
    private static final Comparator<KeptVersion> NEWEST_FIRST = Comparator.comparing(KeptVersion::latest)
            .thenComparing(KeptVersion::since)
            .reversed();

    static Stream<KeptVersion> of(ListObjectVersionsResponse page) {
        return Stream.concat(
                page.versions().stream()
                        .map(v -> new KeptVersion(
                                v.key(), v.versionId(), v.lastModified(), Boolean.TRUE.equals(v.isLatest()), false)),
                page.deleteMarkers().stream()
                        .map(m -> new KeptVersion(
                                m.key(), m.versionId(), m.lastModified(), Boolean.TRUE.equals(m.isLatest()), true)));
    }

    /**
     * Those of one key whose time is over: what something newer replaced or hid before a moment. The newest one is what
     * a download serves and stays, unless it is a marker that hides nothing any more.
     */
    static List<KeptVersion> ended(List<KeptVersion> ofKey, Instant before) {
        List<KeptVersion> newestFirst = ofKey.stream().sorted(NEWEST_FIRST).toList();
        List<KeptVersion> ended = new ArrayList<>();
        for (int i = 1; i < newestFirst.size(); i++) {
            if (newestFirst.get(i - 1).since().isBefore(before)) {
                ended.add(newestFirst.get(i));
            }
        }
        KeptVersion newest = newestFirst.getFirst();
        if (newest.marker() && newest.since().isBefore(before)) {
            ended.add(newest);
        }
        return ended;
    }
}
