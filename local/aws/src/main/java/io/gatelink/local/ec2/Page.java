package io.gatelink.local.ec2;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One page of what a call describes. */
final class Page {

    private Page() {}

    /**
     * @param name of the list in the answer
     * @param ids  the parameter that names what is described; it does not go with {@code MaxResults}
     * @throws io.gatelink.local.core.AwsException InvalidParameterValue, InvalidParameterCombination
     */
    static <T> ObjectNode of(Ec2Request request, String ids, String name, List<T> all, Function<T, ObjectNode> render) {
        Optional<Integer> most = request.integer("MaxResults");
        int start =
                request.text("NextToken").map(token -> start(token, all.size())).orElse(0);
        if (most.isPresent()) {
            if (!request.texts(ids).isEmpty()) {
                throw Ec2Errors.error(
                        "InvalidParameterCombination",
                        "The parameter " + ids + " cannot be used with the parameter maxResults");
            }
            if (most.get() < 5 || most.get() > 1000) {
                throw Ec2Errors.invalidValue("Value ( " + most.get() + " ) for parameter maxResults is invalid. "
                        + "Expecting a value between 5 and 1000.");
            }
        }
        int end = Math.min(all.size(), start + most.orElse(1000));
        ObjectNode answer = Ec2Answers.list(name, all.subList(start, end), render);
        if (end < all.size()) {
            answer.put("nextToken", Integer.toString(end));
        }
        return answer;
    }

    private static int start(String token, int size) {
        if (!token.matches("[0-9]{1,9}") || Integer.parseInt(token) > size) {
            throw Ec2Errors.invalidValue("Value (" + Ec2Errors.quoted(token) + ") for parameter nextToken is invalid.");
        }
        return Integer.parseInt(token);
    }
}
