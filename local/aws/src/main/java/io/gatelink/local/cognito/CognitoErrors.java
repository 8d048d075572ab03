package io.gatelink.local.cognito;

import io.gatelink.local.core.AwsException;

/**
 * Amazon Cognito's errors.
 *
 * @see <a href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html">Common
 *     errors</a>
 */
final class CognitoErrors {

    static final String INVALID_PARAMETER = "InvalidParameterException";

    private CognitoErrors() {}

    static AwsException invalidParameter(String message) {
        return new AwsException(INVALID_PARAMETER, 400, message);
    }

    static AwsException notAuthorized(String message) {
        return new AwsException("NotAuthorizedException", 400, message);
    }

    static AwsException invalidPassword(String reason) {
        return new AwsException("InvalidPasswordException", 400, "Password did not conform with policy: " + reason);
    }

    static AwsException noUserPool(String id) {
        return new AwsException("ResourceNotFoundException", 400, "User pool " + id + " does not exist.");
    }

    static AwsException noClient(String id) {
        return new AwsException("ResourceNotFoundException", 400, "User pool client " + id + " does not exist.");
    }

    static AwsException noUser() {
        return new AwsException("UserNotFoundException", 400, "User does not exist.");
    }

    static AwsException userExists() {
        return new AwsException("UsernameExistsException", 400, "User account already exists");
    }
}
