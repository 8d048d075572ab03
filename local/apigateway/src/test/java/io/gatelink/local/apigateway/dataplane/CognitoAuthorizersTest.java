package io.gatelink.local.apigateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gatelink.local.apigateway.Authorizer;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.http.Response;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CognitoAuthorizersTest {

    private static final String POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc";
    private static final String ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abc";
    private static final String UNAUTHORIZED = "401 UnauthorizedException {\"message\":\"Unauthorized\"}";
    private static final RSAKey KEY = key("k1");
    private static final RSAKey FOREIGN = key("k1");

    private Gateway gateway;
    private Gateway.Backend backend;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
        backend = gateway.linkedBackend(request -> Response.text(200, "text/plain", "hello"));
        gateway.authorizerServices = new AuthorizerServices() {
            @Override
            public Answer invoke(String functionArn, String authorizerArn, byte[] event) {
                throw new AssertionError("No function is asked");
            }

            @Override
            public Optional<String> keys(String userPoolArn) {
                return userPoolArn.equals(POOL)
                        ? Optional.of(new JWKSet(KEY.toPublicJWK()).toString())
                        : Optional.empty();
            }
        };
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @Test
    void anIdTokenOpensAMethodWithoutScopesBareOrAsABearersToken() throws Exception {
        deploy(null);
        String token = token(KEY, claims -> {});

        assertThat(get(token)).isEqualTo("200 - hello");
        assertThat(get("Bearer " + token)).isEqualTo("200 - hello");
        assertThat(backend.request().header("X-Subject")).contains("u1");
    }

    @Test
    void anAccessTokenOpensAMethodOfOneOfItsScopes() throws Exception {
        deploy(null, "orders/read", "orders/write");

        assertThat(get(token(KEY, claims -> claims.claim("token_use", "access").claim("scope", "a orders/write"))))
                .isEqualTo("200 - hello");
        assertThat(get(token(KEY, claims -> claims.claim("token_use", "access").claim("scope", "orders"))))
                .isEqualTo(UNAUTHORIZED);
        assertThat(get(token(KEY, claims -> claims.claim("scope", "orders/read"))))
                .isEqualTo(UNAUTHORIZED);
        deploy(null);
        assertThat(get(token(KEY, claims -> claims.claim("token_use", "access"))))
                .isEqualTo(UNAUTHORIZED);
    }

    @Test
    void whatIsNoTokenOfThePoolIsRefused() throws Exception {
        deploy(null);

        assertThat(get(null)).isEqualTo(UNAUTHORIZED);
        assertThat(get("nonsense")).isEqualTo(UNAUTHORIZED);
        assertThat(get(token(FOREIGN, claims -> {}))).isEqualTo(UNAUTHORIZED);
        assertThat(get(token(KEY, claims -> claims.issuer(ISSUER + "d")))).isEqualTo(UNAUTHORIZED);
        assertThat(get(signed(JWSAlgorithm.HS256, new MACSigner(new byte[32]), claims -> {})))
                .isEqualTo(UNAUTHORIZED);
        assertThat(get(signed(JWSAlgorithm.RS512, new RSASSASigner(KEY), claims -> {})))
                .isEqualTo(UNAUTHORIZED);
        assertThat(backend.seen()).isEmpty();
    }

    @Test
    void aTokenIsGoodUntilItExpires() throws Exception {
        deploy(null);

        assertThat(get(token(KEY, claims -> claims.expirationTime(Date.from(Gateway.NOW.plusSeconds(1))))))
                .isEqualTo("200 - hello");
        assertThat(get(token(KEY, claims -> claims.expirationTime(Date.from(Gateway.NOW)))))
                .isEqualTo("401 UnauthorizedException {\"message\":\"The incoming token has expired\"}");
    }

    @Test
    void theAudienceHasToMatchTheExpression() throws Exception {
        deploy("client[0-9]");

        assertThat(get(token(KEY, claims -> {}))).isEqualTo("200 - hello");
        assertThat(get(token(KEY, claims -> claims.audience("other")))).isEqualTo(UNAUTHORIZED);
    }

    private void deploy(String expression, String... scopes) {
        var method = new Method(
                "ANY",
                "COGNITO_USER_POOLS",
                "auth1",
                false,
                null,
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                Gateway.http(
                        "HTTP_PROXY",
                        "http://nlb.example.com/",
                        Map.of("integration.request.header.X-Subject", "context.authorizer.claims.sub")),
                List.of(scopes),
                Set.of());
        var authorizer = new Authorizer(
                "auth1",
                "a",
                "COGNITO_USER_POOLS",
                List.of(POOL + "d", POOL),
                "cognito_user_pools",
                null,
                "method.request.header.Authorization",
                expression,
                null);
        gateway.loop.exclusively(() -> gateway.stage = new LiveStage(
                "api1",
                "test",
                Map.of("vpcLinkId", "link1"),
                List.of(Gateway.resource("/{proxy+}", Map.of("ANY", method))),
                null,
                List.of(),
                null,
                Map.of(),
                List.of(authorizer),
                null));
    }

    private static String token(RSAKey key, Consumer<JWTClaimsSet.Builder> more) throws Exception {
        return signed(JWSAlgorithm.RS256, new RSASSASigner(key), more);
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, Consumer<JWTClaimsSet.Builder> more)
            throws Exception {
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("u1")
                .audience("client1")
                .claim("token_use", "id")
                .expirationTime(Date.from(Gateway.NOW.plusSeconds(3600)));
        more.accept(claims);
        var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k1").build(), claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private String get(String token) throws Exception {
        HttpRequest.Builder request = gateway.request("/x");
        if (token != null) {
            request.header("Authorization", token);
        }
        HttpResponse<String> response = gateway.send(request);
        return response.statusCode() + " "
                + response.headers().firstValue("x-amzn-ErrorType").orElse("-") + " " + response.body();
    }
}
