package io.gatelink.local.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.gatelink.local.core.Account;
import io.gatelink.local.http.Faults;
import io.gatelink.local.http.FrontDoor;
import io.gatelink.local.http.InMemoryHttpClient;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.time.EventLoop;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TimeUnitsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

@Execution(ExecutionMode.CONCURRENT)
class UserPoolsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String WRONG = "400 NotAuthorizedException: Incorrect username or password.";

    private final EventLoop loop = EventLoop.virtual(NOW);
    private final FrontDoor door = door(1);
    private final CognitoIdentityProviderClient cognito = CognitoIdentityProviderClient.builder()
            .httpClient(new InMemoryHttpClient(door))
            .region(Region.US_EAST_1)
            .endpointOverride(URI.create("http://localhost"))
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    private final String pool =
            cognito.createUserPool(r -> r.poolName("people")).userPool().id();

    @Test
    void aUserPoolReadsBackAsItWasMade() {
        var read = cognito.describeUserPool(r -> r.userPoolId(pool)).userPool();

        assertThat(read.arn()).isEqualTo("arn:aws:cognito-idp:us-east-1:123456789012:userpool/" + pool);
        assertThat(read.policies().passwordPolicy().minimumLength()).isEqualTo(8);
        assertThat(read.policies().passwordPolicy().requireSymbols()).isTrue();
        assertThat(read.creationDate()).isEqualTo(NOW);
        assertThat(cognito.listUserPools(r -> r.maxResults(1)).userPools())
                .extracting(it -> it.name())
                .containsExactly("people");
        cognito.deleteUserPool(r -> r.userPoolId(pool));
        assertThat(error(() -> cognito.describeUserPool(r -> r.userPoolId(pool))))
                .isEqualTo("400 ResourceNotFoundException: User pool " + pool + " does not exist.");
    }

    @Test
    void whoSignsInGetsTokensThatThePublicKeysVerify() throws Exception {
        UserPoolClientType client = client(
                r -> r.accessTokenValidity(10).tokenValidityUnits(units -> units.accessToken(TimeUnitsType.MINUTES)));
        user(
                "ann",
                true,
                AttributeType.builder().name("email").value("ann@example.com").build());

        AuthenticationResultType result = cognito.initiateAuth(r -> r.clientId(client.clientId())
                        .authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                        .authParameters(Map.of("USERNAME", "ann", "PASSWORD", "Secret-1")))
                .authenticationResult();

        assertThat(result.tokenType()).isEqualTo("Bearer");
        assertThat(result.expiresIn()).isEqualTo(600);
        SignedJWT id = verified(result.idToken());
        assertThat(id.getJWTClaimsSet().getIssuer()).isEqualTo("https://cognito-idp.us-east-1.amazonaws.com/" + pool);
        assertThat(id.getJWTClaimsSet().getAudience()).containsExactly(client.clientId());
        assertThat(id.getJWTClaimsSet().getStringClaim("token_use")).isEqualTo("id");
        assertThat(id.getJWTClaimsSet().getStringClaim("cognito:username")).isEqualTo("ann");
        assertThat(id.getJWTClaimsSet().getStringClaim("email")).isEqualTo("ann@example.com");
        assertThat(id.getJWTClaimsSet().getExpirationTime()).isEqualTo(Date.from(NOW.plusSeconds(3600)));
        SignedJWT access = verified(result.accessToken());
        assertThat(access.getJWTClaimsSet().getStringClaim("token_use")).isEqualTo("access");
        assertThat(access.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("aws.cognito.signin.user.admin");
        assertThat(access.getJWTClaimsSet().getStringClaim("client_id")).isEqualTo(client.clientId());
        assertThat(access.getJWTClaimsSet().getSubject())
                .isEqualTo(id.getJWTClaimsSet().getSubject());
        assertThat(access.getJWTClaimsSet().getExpirationTime()).isEqualTo(Date.from(NOW.plusSeconds(600)));
    }

    @Test
    void theSameSeedMakesTheSameKeys() {
        assertThat(keys(door(7))).isEqualTo(keys(door(7))).isNotEqualTo(keys(door(8)));
    }

    @Test
    void whoHasATemporaryPasswordHasToChooseOne() {
        String client = client(r -> {}).clientId();
        user("ann", false);

        var answer = cognito.adminInitiateAuth(r -> r.userPoolId(pool)
                .clientId(client)
                .authFlow(AuthFlowType.ADMIN_USER_PASSWORD_AUTH)
                .authParameters(Map.of("USERNAME", "ann", "PASSWORD", "Secret-1")));
        assertThat(answer.challengeName()).isEqualTo(ChallengeNameType.NEW_PASSWORD_REQUIRED);
        assertThat(answer.authenticationResult()).isNull();
        pass(Duration.ofDays(7));
        assertThat(signIn(client, "ann", "Secret-1"))
                .isEqualTo("400 NotAuthorizedException: Temporary password has expired and must be reset by an "
                        + "administrator.");
    }

    @Test
    void wrongPasswordsAndUsersAreRefused() {
        String client = client(r -> {}).clientId();
        String discreet = client(r -> r.preventUserExistenceErrors(PreventUserExistenceErrorTypes.ENABLED))
                .clientId();
        user("ann", true);

        assertThat(signIn(client, "ann", "secret-1")).isEqualTo(WRONG);
        assertThat(signIn(client, "bob", "Secret-1")).isEqualTo("400 UserNotFoundException: User does not exist.");
        assertThat(signIn(discreet, "bob", "Secret-1")).isEqualTo(WRONG);
        assertThat(signIn("nope", "ann", "Secret-1"))
                .isEqualTo("400 ResourceNotFoundException: User pool client nope does not exist.");
        assertThat(error(() -> cognito.initiateAuth(r -> r.clientId(client)
                        .authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                        .authParameters(Map.of("USERNAME", "ann")))))
                .isEqualTo("400 InvalidParameterException: Missing required parameter PASSWORD");
    }

    @Test
    void onlyTheFlowsThatAClientHasEnabledWork() {
        String client = client(r -> r.explicitAuthFlows(List.of())).clientId();

        assertThat(signIn(client, "ann", "Secret-1"))
                .isEqualTo("400 InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client");
        assertThat(error(() -> cognito.adminInitiateAuth(r -> r.userPoolId(pool)
                        .clientId(client)
                        .authFlow(AuthFlowType.ADMIN_USER_PASSWORD_AUTH)
                        .authParameters(Map.of()))))
                .isEqualTo("400 InvalidParameterException: Auth flow not enabled for this client");
        assertThat(error(() ->
                        cognito.initiateAuth(r -> r.clientId(client).authFlow(AuthFlowType.ADMIN_USER_PASSWORD_AUTH))))
                .isEqualTo("400 InvalidParameterException: Initiate Auth method not supported.");
        assertThat(error(() -> cognito.initiateAuth(r -> r.clientId(client).authFlow(AuthFlowType.USER_SRP_AUTH))))
                .startsWith("501 NotImplemented: The local AWS does not support cognito-idp InitiateAuth with AuthFlow "
                        + "USER_SRP_AUTH.");
    }

    @Test
    void aClientWithASecretHasToProveIt() throws Exception {
        UserPoolClientType client = client(r -> r.generateSecret(true));
        user("ann", true);

        assertThat(signIn(client.clientId(), "ann", "Secret-1"))
                .isEqualTo("400 NotAuthorizedException: Client " + client.clientId()
                        + " is configured with secret but SECRET_HASH was not received");
        assertThat(signIn(client.clientId(), "ann", "Secret-1", "wrong"))
                .isEqualTo("400 NotAuthorizedException: Unable to verify secret hash for client " + client.clientId());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(client.clientSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String hash = Base64.getEncoder()
                .encodeToString(mac.doFinal(("ann" + client.clientId()).getBytes(StandardCharsets.UTF_8)));
        assertThat(signIn(client.clientId(), "ann", "Secret-1", hash)).isEqualTo("no error");
    }

    @Test
    void passwordsHaveToConformWithThePolicy() {
        user("ann", true);

        Map.of(
                        "Secr-1", "Password not long enough",
                        "secret-1", "Password must have uppercase characters",
                        "SECRET-1", "Password must have lowercase characters",
                        "Secret-a", "Password must have numeric characters",
                        "Secret12", "Password must have symbol characters")
                .forEach((password, reason) -> assertThat(error(() -> cognito.adminSetUserPassword(
                                r -> r.userPoolId(pool).username("ann").password(password))))
                        .isEqualTo("400 InvalidPasswordException: Password did not conform with policy: " + reason));
    }

    @Test
    void whatDoesNotFitTheModelIsRefused() {
        assertThat(error(() -> cognito.describeUserPool(r -> r.userPoolId("nope"))))
                .isEqualTo("400 InvalidParameterException: 1 validation error detected: Value 'nope' at 'userPoolId' "
                        + "failed to satisfy constraint: Member must satisfy regular expression pattern: "
                        + "[\\w-]+_[0-9a-zA-Z]+");
        assertThat(error(() -> cognito.createUserPool(r -> r.poolName("p").mfaConfiguration("ON"))))
                .startsWith("501 NotImplemented: The local AWS does not support cognito-idp CreateUserPool with "
                        + "MfaConfiguration.");
        assertThat(error(() -> cognito.adminCreateUser(
                        r -> r.userPoolId(pool).username("ann").userAttributes(a -> a.name("email")
                                .value("a@example.com")))))
                .startsWith("501 NotImplemented");
        user("ann", true);
        assertThat(error(() -> cognito.adminCreateUser(r -> r.userPoolId(pool).username("ann"))))
                .isEqualTo("400 UsernameExistsException: User account already exists");
        assertThat(error(() -> cognito.signUp(r -> r.clientId("c").username("u").password("Secret-1"))))
                .contains("Missing Authentication Token");
    }

    private FrontDoor door(long seed) {
        var account = new Account("123456789012", "us-east-1", loop, seed);
        var pools = new UserPools(account);
        return new FrontDoor(
                account,
                List.of(new CognitoWire(pools, new Authentication(account, pools))),
                new NoApis(),
                List.of(),
                Faults.NONE);
    }

    private static final class NoApis implements FrontDoor.DataPlane {

        @Override
        public Response invoke(String restApiId, String stage, String path, Request request) {
            return Response.empty(404);
        }

        @Override
        public boolean isCustomDomain(String host) {
            return false;
        }

        @Override
        public Response invokeCustomDomain(String host, Request request) {
            return Response.empty(404);
        }
    }

    private static String keys(FrontDoor door) {
        var client = CognitoIdentityProviderClient.builder()
                .httpClient(new InMemoryHttpClient(door))
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://localhost"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
        String id = client.createUserPool(r -> r.poolName("p")).userPool().id();
        return new String(get(door, "/" + id + "/.well-known/jwks.json").body(), StandardCharsets.UTF_8);
    }

    private static Response get(FrontDoor door, String path) {
        return door.apply(new Request("GET", path, null, Map.of("Host", List.of("localhost")), null));
    }

    private SignedJWT verified(String token) throws Exception {
        Response keys = get(door, "/" + pool + "/.well-known/jwks.json");
        assertThat(keys.headers().get("Content-Type")).containsExactly("application/json");
        var jwt = SignedJWT.parse(token);
        var key = JWKSet.parse(new String(keys.body(), StandardCharsets.UTF_8))
                .getKeyByKeyId(jwt.getHeader().getKeyID());
        assertThat(jwt.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        return jwt;
    }

    private UserPoolClientType client(Consumer<CreateUserPoolClientRequest.Builder> more) {
        var request = CreateUserPoolClientRequest.builder()
                .userPoolId(pool)
                .clientName("shop")
                .explicitAuthFlows(
                        ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH,
                        ExplicitAuthFlowsType.ALLOW_ADMIN_USER_PASSWORD_AUTH);
        more.accept(request);
        String id =
                cognito.createUserPoolClient(request.build()).userPoolClient().clientId();
        return cognito.describeUserPoolClient(r -> r.userPoolId(pool).clientId(id))
                .userPoolClient();
    }

    private void user(String username, boolean permanent, AttributeType... attributes) {
        var made = cognito.adminCreateUser(r -> r.userPoolId(pool)
                        .username(username)
                        .temporaryPassword("Secret-1")
                        .userAttributes(attributes)
                        .messageAction(MessageActionType.SUPPRESS))
                .user();
        assertThat(made.userStatus()).isEqualTo(UserStatusType.FORCE_CHANGE_PASSWORD);
        if (permanent) {
            cognito.adminSetUserPassword(r ->
                    r.userPoolId(pool).username(username).password("Secret-1").permanent(true));
        }
    }

    private String signIn(String client, String username, String password) {
        return signIn(client, username, password, null);
    }

    private String signIn(String client, String username, String password, String secretHash) {
        var parameters = new HashMap<>(Map.of("USERNAME", username, "PASSWORD", password));
        if (secretHash != null) {
            parameters.put("SECRET_HASH", secretHash);
        }
        return error(() -> cognito.initiateAuth(r ->
                r.clientId(client).authFlow(AuthFlowType.USER_PASSWORD_AUTH).authParameters(parameters)));
    }

    private void pass(Duration duration) {
        boolean[] over = {false};
        loop.schedule(duration, () -> over[0] = true);
        loop.runUntil(() -> over[0]);
    }

    private static String error(Runnable call) {
        var e = catchThrowableOfType(AwsServiceException.class, call::run);
        return e == null
                ? "no error"
                : e.statusCode() + " " + e.awsErrorDetails().errorCode() + ": "
                        + e.awsErrorDetails().errorMessage();
    }
}
