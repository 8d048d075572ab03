package io.gatelink.local.states;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Cuts lists into pages. A token holds the place to go on at and the question that it answers, so that it cannot be
 * used for another.
 */
final class Paging {

    private static final int DEFAULT = 100;
    private static final int MOST = 1000;

    private Paging() {}

    /**
     * @param all        to which entries may be added at the end between two pages
     * @param wanted     which of them are told
     * @param reverse    last entry first
     * @param question   what is asked, without the paging
     * @param maxResults 0 for AWS's default
     * @param nextToken  {@code null} for the first page
     */
    static <T> Page<T> page(
            List<T> all, Predicate<T> wanted, boolean reverse, String question, int maxResults, String nextToken) {
        if (maxResults > MOST) {
            throw Requests.invalid(
                    String.valueOf(maxResults), "maxResults", "Member must have value less than or equal to " + MOST);
        }
        if (maxResults < 0) {
            throw Requests.invalid(
                    String.valueOf(maxResults), "maxResults", "Member must have value greater than or equal to 0");
        }
        int size = maxResults == 0 ? DEFAULT : maxResults;
        int at = nextToken == null ? (reverse ? all.size() - 1 : 0) : decode(nextToken, question, all.size());
        var items = new ArrayList<T>();
        while (at >= 0 && at < all.size() && items.size() < size) {
            if (wanted.test(all.get(at))) {
                items.add(all.get(at));
            }
            at += reverse ? -1 : 1;
        }
        while (at >= 0 && at < all.size() && !wanted.test(all.get(at))) {
            at += reverse ? -1 : 1;
        }
        boolean more = at >= 0 && at < all.size();
        return new Page<>(items, more ? Optional.of(encode(question, at)) : Optional.empty());
    }

    private static String encode(String question, int at) {
        String text = at + " " + Integer.toHexString(question.hashCode());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static int decode(String token, String question, int size) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            int at = Integer.parseInt(text.substring(0, text.indexOf(' ')));
            if (at >= 0 && at < size && encode(question, at).equals(token)) {
                return at;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Not a token of ours, which the error below says.
        }
        throw new AwsException("InvalidToken", 400, "Invalid Token: 'Invalid token'");
    }
}
