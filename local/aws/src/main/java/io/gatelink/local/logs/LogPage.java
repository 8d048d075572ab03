package io.gatelink.local.logs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.JsonMembers;
import java.util.List;

/** The page of a listing that a request asks for, by its {@code nextToken} and {@code limit}. */
final class LogPage {

    private final String token;
    private final int limit;

    /** @param absent the limit of a request that names none */
    LogPage(JsonMembers members, int absent, int most) {
        token = members.text("nextToken", 1, 0, null);
        Integer given = members.whole("limit", 1, most);
        limit = given == null ? absent : given;
    }

    /**
     * The part of a list that is on it.
     *
     * @param answer gets the token of the page after it, if there is one
     * @throws AwsException InvalidParameterException for a token of someone else's
     */
    <T> List<T> of(List<T> all, ObjectNode answer) {
        int from = position(all.size());
        int to = Math.min(all.size(), from + limit);
        if (to < all.size()) {
            answer.put("nextToken", "next-" + to);
        }
        return all.subList(from, to);
    }

    private int position(int size) {
        if (token == null) {
            return 0;
        }
        if (!token.matches("next-\\d{1,9}")) {
            throw new AwsException("InvalidParameterException", 400, "The specified nextToken is invalid.");
        }
        return Math.min(size, Integer.parseInt(token.substring("next-".length())));
    }
}
