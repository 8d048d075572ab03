package io.gatelink.functions.lambda;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * AWS WAF, as far as it is called: one operation.
 *
 * @see <a href="https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html">AssociateWebACL</a>
 */
public final class Wafv2 {

    private static final String TARGET = "AWSWAF_20190729.AssociateWebACL";

    private final SignedCalls calls;

    /** In the account and Region of a function. */
    public Wafv2(AwsClients clients) {
        calls = new SignedCalls(clients, "wafv2", "application/x-amz-json-1.1");
    }

    /**
     * Associates a resource with a web ACL, in the place of the one that it has.
     *
     * @throws AwsServiceException if AWS WAF refuses it, with its error code
     * @throws SdkClientException  if no answer comes
     */
    public void associateWebAcl(String webAclArn, String resourceArn) {
        SignedCalls.Answer answer = calls.send(
                TaskJson.bytes(Map.of("WebACLArn", webAclArn, "ResourceArn", resourceArn)),
                Map.of("X-Amz-Target", TARGET));
        if (!answer.isSuccessful()) {
            throw refusal(answer);
        }
    }

    /** As the SDK makes it of an answer in JSON: the code may have a name space before it, and more behind it. */
    private static AwsServiceException refusal(SignedCalls.Answer answer) {
        Map<String, Object> fields = TaskJson.object(answer.body()).orElse(Map.of());
        String type = String.valueOf(fields.getOrDefault("__type", "UnknownError"));
        Object message = Optional.ofNullable(fields.get("message")).orElse(fields.get("Message"));
        return answer.refusal(type.substring(type.lastIndexOf('#') + 1).split(":", 2)[0], String.valueOf(message));
    }
}
