package io.gatelink.local.elbv2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * One page of a list.
 *
 * @param nextMarker where the next one begins; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> nextMarker) {

    /** As many as Elastic Load Balancing gives unless asked for fewer. */
    private static final int LARGEST = 400;

    public Page {
        items = List.copyOf(items);
    }

    /** Which page is asked for. */
    public record Request(Optional<String> marker, Optional<Integer> pageSize) {

        /** Everything, from the beginning. */
        public static final Request FIRST = new Request(Optional.empty(), Optional.empty());
    }

    /** @param sequence numbers that rise through {@code all} and stay with their item */
    static <T> Page<T> of(List<T> all, ToLongFunction<T> sequence, Request request) {
        int size = Elbv2Errors.inRange("pageSize", request.pageSize().orElse(LARGEST), 1, LARGEST);
        long after = request.marker()
                .filter(marker -> !marker.isEmpty())
                .map(Page::decode)
                .orElse(-1L);
        List<T> rest =
                all.stream().filter(item -> sequence.applyAsLong(item) > after).toList();
        if (rest.size() <= size) {
            return new Page<>(rest, Optional.empty());
        }
        List<T> items = rest.subList(0, size);
        return new Page<>(items, Optional.of(encode(sequence.applyAsLong(items.get(size - 1)))));
    }

    private static String encode(long last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(last).getBytes(StandardCharsets.UTF_8));
    }

    private static long decode(String marker) {
        try {
            return Long.parseLong(new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw Elbv2Errors.validation("The marker '" + Elbv2Errors.quoted(marker)
                    + "' is not valid. Use the NextMarker of the page before.");
        }
    }
}
