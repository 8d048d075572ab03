package io.gatelink.local.logs;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import io.gatelink.local.http.JsonMembers;
import java.util.List;

/** Which page of a listing a request asks for, by its {@code nextToken} and {@code limit}. */
final class LogPageRequest {

    private static final String TOKEN = "next-";

    private final String token;
    private final int limit;

    /** @param most items at most, and those of a page if the request names no limit */
    LogPageRequest(JsonMembers members, int most) {
        token = members.text("nextToken", 1, 0, null);
        Integer given = members.whole("limit", 1, most);
        limit = given == null ? most : given;
    }

    /** @throws AwsException InvalidParameterException for a token of someone else's */
    <T> Page<T> of(List<T> all) {
        if (token != null && !token.matches(TOKEN + "\\d{1,9}")) {
            throw new AwsException("InvalidParameterException", 400, "The specified nextToken is invalid.");
        }
        int from = token == null ? 0 : Integer.parseInt(token.substring(TOKEN.length()));
        return Page.of(all, from, limit, next -> TOKEN + next);
    }
}
