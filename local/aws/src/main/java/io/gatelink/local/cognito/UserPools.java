package io.gatelink.local.cognito;

import io.gatelink.local.core.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Amazon Cognito's user pools, as far as administrators make users, and users sign in with their passwords. Used
 * exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html">Amazon
 *     Cognito user pools API reference</a>
 */
public final class UserPools {

    private static final Set<String> STANDARD_ATTRIBUTES = Set.of(
            "address",
            "birthdate",
            "email",
            "email_verified",
            "family_name",
            "gender",
            "given_name",
            "locale",
            "middle_name",
            "name",
            "nickname",
            "phone_number",
            "phone_number_verified",
            "picture",
            "preferred_username",
            "profile",
            "updated_at",
            "website",
            "zoneinfo");
    private static final String CHARACTERS = "Aa0!";

    private final Account account;
    private final Map<String, UserPool> pools = new LinkedHashMap<>();

    public UserPools(Account account) {
        this.account = account;
    }

    public UserPool createUserPool(String name, PasswordPolicy passwordPolicy) {
        String id = account.region() + "_" + account.newId(9);
        byte[] seed = new byte[32];
        account.random().nextBytes(seed);
        var pool = new UserPool(
                id,
                name,
                account.arn("cognito-idp", "userpool/" + id),
                passwordPolicy,
                now(),
                new SigningKey(account.newId(43) + "=", seed));
        pools.put(id, pool);
        return pool;
    }

    /** @throws io.gatelink.local.core.AwsException ResourceNotFoundException */
    public UserPool describeUserPool(String userPoolId) {
        UserPool pool = pools.get(userPoolId);
        if (pool == null) {
            throw CognitoErrors.noUserPool(userPoolId);
        }
        return pool;
    }

    /** @throws io.gatelink.local.core.AwsException ResourceNotFoundException */
    public void deleteUserPool(String userPoolId) {
        pools.remove(describeUserPool(userPoolId).id());
    }

    /** All user pools, in the order in which they were made. */
    public List<UserPool> listUserPools() {
        return List.copyOf(pools.values());
    }

    /** The public keys of a user pool, as a JSON Web Key Set; empty if there is no such pool. */
    public Optional<String> keys(String userPoolId) {
        return Optional.ofNullable(pools.get(userPoolId)).map(pool -> pool.key.publicKeys());
    }

    /** The same, by the user pool's ARN. */
    public Optional<String> keysOf(String userPoolArn) {
        return pools.values().stream()
                .filter(pool -> pool.arn().equals(userPoolArn))
                .findFirst()
                .map(pool -> pool.key.publicKeys());
    }

    /**
     * What CreateUserPoolClient takes.
     *
     * @param explicitAuthFlows empty for Cognito's own choice
     */
    public record CreateUserPoolClientRequest(
            String userPoolId,
            String clientName,
            boolean generateSecret,
            List<String> explicitAuthFlows,
            Integer accessTokenValidity,
            Integer idTokenValidity,
            Map<String, String> tokenValidityUnits,
            String preventUserExistenceErrors) {}

    public UserPoolClient createUserPoolClient(CreateUserPoolClientRequest request) {
        UserPool pool = describeUserPool(request.userPoolId());
        checkFlows(request.explicitAuthFlows());
        var client = new UserPoolClient(
                pool.id(),
                account.newId(26),
                request.clientName(),
                request.generateSecret() ? account.newId(51) : null,
                request.explicitAuthFlows().isEmpty()
                        ? List.of("ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH")
                        : request.explicitAuthFlows(),
                request.accessTokenValidity(),
                request.idTokenValidity(),
                request.tokenValidityUnits(),
                request.preventUserExistenceErrors(),
                now());
        checkValidity("access", client.ofAccessToken());
        checkValidity("id", client.ofIdToken());
        pool.clients.put(client.clientId(), client);
        return client;
    }

    /** @throws io.gatelink.local.core.AwsException ResourceNotFoundException */
    public UserPoolClient describeUserPoolClient(String userPoolId, String clientId) {
        UserPoolClient client = describeUserPool(userPoolId).clients.get(clientId);
        if (client == null) {
            throw CognitoErrors.noClient(clientId);
        }
        return client;
    }

    /** A client of any user pool. */
    UserPoolClient client(String clientId) {
        return pools.values().stream()
                .flatMap(pool -> pool.clients.values().stream())
                .filter(client -> client.clientId().equals(clientId))
                .findFirst()
                .orElseThrow(() -> CognitoErrors.noClient(clientId));
    }

    /**
     * Makes a user, whose password is temporary.
     *
     * @param temporaryPassword {@code null} for one that no one knows
     */
    public User adminCreateUser(
            String userPoolId, String username, Map<String, String> attributes, String temporaryPassword) {
        UserPool pool = describeUserPool(userPoolId);
        if (pool.users.containsKey(username)) {
            throw CognitoErrors.userExists();
        }
        attributes.keySet().forEach(UserPools::checkAttribute);
        if (temporaryPassword != null) {
            pool.passwordPolicy().check(temporaryPassword);
        }
        var all = new LinkedHashMap<>(attributes);
        all.put("sub", account.newUuid().toString());
        var user = new User(
                username,
                all,
                temporaryPassword == null ? account.newId(20) + CHARACTERS : temporaryPassword,
                Optional.of(endOfTemporaryPassword(pool)),
                now(),
                now());
        pool.users.put(username, user);
        return user;
    }

    /** @param permanent whether the user keeps it */
    public void adminSetUserPassword(String userPoolId, String username, String password, boolean permanent) {
        UserPool pool = describeUserPool(userPoolId);
        User user = pool.user(username);
        pool.passwordPolicy().check(password);
        pool.users.put(
                username,
                new User(
                        username,
                        user.attributes(),
                        password,
                        permanent ? Optional.empty() : Optional.of(endOfTemporaryPassword(pool)),
                        user.createDate(),
                        now()));
    }

    private Instant endOfTemporaryPassword(UserPool pool) {
        return now().plus(Duration.ofDays(pool.passwordPolicy().temporaryPasswordValidityDays()));
    }

    private static void checkAttribute(String name) {
        if (!STANDARD_ATTRIBUTES.contains(name)) {
            throw CognitoErrors.invalidParameter("Attributes did not conform to the schema: " + name
                    + ": Attribute does not exist in the schema.\n");
        }
    }

    private static void checkFlows(List<String> flows) {
        long modern = flows.stream().filter(flow -> flow.startsWith("ALLOW_")).count();
        if (modern > 0 && modern < flows.size()) {
            throw CognitoErrors.invalidParameter(
                    "ExplicitAuthFlows values with ALLOW_ prefix cannot be used along with values without ALLOW_ prefix");
        }
    }

    private static void checkValidity(String token, Duration validity) {
        if (validity.compareTo(Duration.ofMinutes(5)) < 0 || validity.compareTo(Duration.ofDays(1)) > 0) {
            throw CognitoErrors.invalidParameter(
                    "Invalid range for token validity: the " + token + " token must be valid for 5 minutes to 1 day");
        }
    }

    Instant now() {
        return account.loop().instant();
    }
}
