package io.gatelink.local.cognito;

/**
 * What passwords of a user pool have to be like.
 *
 * @param temporaryPasswordValidityDays how long a user can sign in with a password that an administrator gave
 * @see <a href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html">
 *     PasswordPolicyType</a>
 */
public record PasswordPolicy(
        int minimumLength,
        boolean requireUppercase,
        boolean requireLowercase,
        boolean requireNumbers,
        boolean requireSymbols,
        int temporaryPasswordValidityDays) {

    /** That of a user pool that asks for no other. */
    public static final PasswordPolicy DEFAULT = new PasswordPolicy(8, true, true, true, true, 7);

    private static final String SYMBOLS = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

    /** @throws io.gatelink.local.core.AwsException InvalidPasswordException */
    void check(String password) {
        if (password.length() < minimumLength) {
            throw CognitoErrors.invalidPassword("Password not long enough");
        }
        if (requireUppercase && password.chars().noneMatch(c -> c >= 'A' && c <= 'Z')) {
            throw CognitoErrors.invalidPassword("Password must have uppercase characters");
        }
        if (requireLowercase && password.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            throw CognitoErrors.invalidPassword("Password must have lowercase characters");
        }
        if (requireNumbers && password.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            throw CognitoErrors.invalidPassword("Password must have numeric characters");
        }
        if (requireSymbols && password.chars().noneMatch(c -> SYMBOLS.indexOf(c) >= 0)) {
            throw CognitoErrors.invalidPassword("Password must have symbol characters");
        }
    }
}
