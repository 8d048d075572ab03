package io.gatelink.local.cognito;

import com.nimbusds.jwt.JWTClaimsSet;
import io.gatelink.local.core.Account;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs users in by their passwords, and gives them tokens. Used exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html">
 *     Understanding user pool JSON web tokens</a>
 */
public final class Authentication {

    private static final String WRONG = "Incorrect username or password.";
    private static final String SCOPE = "aws.cognito.signin.user.admin";

    private final Account account;
    private final UserPools pools;

    public Authentication(Account account, UserPools pools) {
        this.account = account;
        this.pools = pools;
    }

    /**
     * How signing in ended.
     *
     * @param tokens  empty if the user first has to choose a password
     * @param session for the answer to that challenge
     */
    public record Outcome(Optional<Tokens> tokens, String session, String username) {}

    /** @param expiresIn how long the access token is good */
    public record Tokens(String accessToken, String idToken, String refreshToken, Duration expiresIn) {}

    /**
     * Signs a user in.
     *
     * @param userPoolId {@code null} for the client's own
     * @param flow       that the client must have enabled, e.g. {@code USER_PASSWORD_AUTH}
     * @param parameters USERNAME, PASSWORD, and SECRET_HASH for a client with a secret
     */
    public Outcome signIn(String userPoolId, String clientId, String flow, Map<String, String> parameters) {
        UserPoolClient client =
                userPoolId == null ? pools.client(clientId) : pools.describeUserPoolClient(userPoolId, clientId);
        if (!client.explicitAuthFlows().contains("ALLOW_" + flow)
                && !client.explicitAuthFlows().contains(legacy(flow))) {
            throw CognitoErrors.invalidParameter(
                    userPoolId == null
                            ? flow + " flow not enabled for this client"
                            : "Auth flow not enabled for this client");
        }
        String username = required(parameters, "USERNAME");
        String password = required(parameters, "PASSWORD");
        checkSecret(client, username, parameters.get("SECRET_HASH"));
        UserPool pool = pools.describeUserPool(client.userPoolId());
        User user = pool.users.get(username);
        if (user == null) {
            throw "ENABLED".equals(client.preventUserExistenceErrors())
                    ? CognitoErrors.notAuthorized(WRONG)
                    : CognitoErrors.noUser();
        }
        if (!MessageDigest.isEqual(bytes(user.password()), bytes(password))) {
            throw CognitoErrors.notAuthorized(WRONG);
        }
        if (user.temporaryUntil().isPresent()) {
            if (!pools.now().isBefore(user.temporaryUntil().get())) {
                throw CognitoErrors.notAuthorized(
                        "Temporary password has expired and must be reset by an administrator.");
            }
            return new Outcome(Optional.empty(), account.newId(120), username);
        }
        return new Outcome(Optional.of(tokens(pool, client, user)), null, username);
    }

    /** The name that a flow had before, in the settings of clients. */
    private static String legacy(String flow) {
        return flow.startsWith("ADMIN_") ? "ADMIN_NO_SRP_AUTH" : flow;
    }

    private Tokens tokens(UserPool pool, UserPoolClient client, User user) {
        Instant now = Instant.ofEpochSecond(pools.now().getEpochSecond());
        String event = account.newUuid().toString();
        String origin = account.newUuid().toString();
        var id = new JWTClaimsSet.Builder();
        user.attributes()
                .forEach((name, value) ->
                        id.claim(name, name.endsWith("_verified") ? (Object) Boolean.valueOf(value) : value));
        id.claim("cognito:username", user.username())
                .audience(client.clientId())
                .claim("token_use", "id");
        var access = new JWTClaimsSet.Builder()
                .subject(user.sub())
                .claim("username", user.username())
                .claim("client_id", client.clientId())
                .claim("scope", SCOPE)
                .claim("token_use", "access");
        return new Tokens(
                pool.key.sign(common(access, pool, now, client.ofAccessToken(), event, origin)),
                pool.key.sign(common(id, pool, now, client.ofIdToken(), event, origin)),
                account.newId(200),
                client.ofAccessToken());
    }

    private JWTClaimsSet common(
            JWTClaimsSet.Builder claims, UserPool pool, Instant now, Duration validity, String event, String origin) {
        return claims.issuer("https://cognito-idp." + account.region() + ".amazonaws.com/" + pool.id())
                .claim("origin_jti", origin)
                .claim("event_id", event)
                .claim("auth_time", now.getEpochSecond())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(validity)))
                .jwtID(account.newUuid().toString())
                .build();
    }

    private static String required(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw CognitoErrors.invalidParameter("Missing required parameter " + name);
        }
        return value;
    }

    private static void checkSecret(UserPoolClient client, String username, String secretHash) {
        if (client.clientSecret() == null) {
            if (secretHash != null) {
                throw CognitoErrors.notAuthorized(
                        "Client " + client.clientId() + " is not configured with secret but SECRET_HASH was received");
            }
            return;
        }
        if (secretHash == null) {
            throw CognitoErrors.notAuthorized(
                    "Client " + client.clientId() + " is configured with secret but SECRET_HASH was not received");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(client.clientSecret()), "HmacSHA256"));
            String right = Base64.getEncoder().encodeToString(mac.doFinal(bytes(username + client.clientId())));
            if (!MessageDigest.isEqual(bytes(right), bytes(secretHash))) {
                throw CognitoErrors.notAuthorized("Unable to verify secret hash for client " + client.clientId());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No HmacSHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
