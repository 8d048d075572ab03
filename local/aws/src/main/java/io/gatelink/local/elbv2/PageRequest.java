package io.gatelink.local.elbv2;

import io.gatelink.local.core.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Which page of a list is asked for. */
public record PageRequest(Optional<String> marker, Optional<Integer> pageSize) {

    /** As much as there is on one page, from the beginning. */
    public static final PageRequest FIRST = new PageRequest(Optional.empty(), Optional.empty());

    /** As many as Elastic Load Balancing gives unless asked for fewer. */
    private static final int LARGEST = 400;

    /** @param sequence numbers that rise through {@code all} and stay with their item */
    <T> Page<T> of(List<T> all, ToLongFunction<T> sequence) {
        int size = Elbv2Errors.inRange("pageSize", pageSize.orElse(LARGEST), 1, LARGEST);
        long after =
                marker.filter(text -> !text.isEmpty()).map(PageRequest::decode).orElse(-1L);
        List<T> rest =
                all.stream().filter(item -> sequence.applyAsLong(item) > after).toList();
        return Page.of(rest, 0, size, next -> encode(sequence.applyAsLong(rest.get(next - 1))));
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
