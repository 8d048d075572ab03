package io.gatelink.local.http;

import io.gatelink.local.core.AwsException;
import java.util.Map;

/**
 * The header {@code X-Amz-Target}, which names the operation in AWS's JSON protocols.
 *
 * @param service how messages call the service
 * @param prefix  what stands before the operation's name, e.g. {@code AWSStepFunctions.}
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html">AWS JSON 1.0 protocol</a>
 */
public record TargetHeader(String service, String prefix) {

    /**
     * The name of the operation that a request asks for: one of those given.
     *
     * @throws AwsException UnknownOperationException without such a header; NotImplemented for another operation
     */
    public String operation(Request request, Map<String, ?> operations) {
        String target = request.header("X-Amz-Target").orElse("");
        if (!target.startsWith(prefix)) {
            throw new AwsException(
                    "UnknownOperationException", 400, "The header X-Amz-Target must be " + prefix + "<operation>");
        }
        String name = target.substring(prefix.length());
        if (!operations.containsKey(name)) {
            throw Protocol.notImplemented(service, name);
        }
        return name;
    }
}
