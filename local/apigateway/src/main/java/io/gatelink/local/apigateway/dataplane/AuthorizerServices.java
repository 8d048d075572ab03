package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.core.AwsException;
import java.util.Optional;

/** The services that authorizers ask. Not called exclusively. */
public interface AuthorizerServices {

    /** Of an account without functions and user pools. */
    AuthorizerServices NONE = new AuthorizerServices() {
        @Override
        public Answer invoke(String functionArn, String authorizerArn, byte[] event) {
            throw new AwsException("ResourceNotFoundException", 404, "Function not found: " + functionArn);
        }

        @Override
        public Optional<String> keys(String userPoolArn) {
            return Optional.empty();
        }
    };

    /**
     * What a function answered.
     *
     * @param failed whether the payload is the error that the function ended with
     */
    record Answer(byte[] payload, boolean failed) {}

    /**
     * Invokes an authorizer's function, and waits for its answer.
     *
     * @param authorizerArn on whose behalf API Gateway calls
     * @throws AwsException if there is no such function, or its policy does not let API Gateway invoke it
     */
    Answer invoke(String functionArn, String authorizerArn, byte[] event);

    /** The public keys of a user pool, as a JSON Web Key Set; empty if there is no such pool. */
    Optional<String> keys(String userPoolArn);
}
