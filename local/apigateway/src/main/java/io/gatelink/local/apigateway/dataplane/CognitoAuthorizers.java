package io.gatelink.local.apigateway.dataplane;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gatelink.local.apigateway.Authorizer;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Authorizers of the type COGNITO_USER_POOLS: the token of a user pool opens a method; an ID token where the method has
 * no scopes, otherwise an access token with one of them.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html">
 *      Integrate a REST API with an Amazon Cognito user pool</a>
 */
final class CognitoAuthorizers {

    private static final String HEADER = "method.request.header.";
    private static final String BEARER = "Bearer ";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Supplier<Instant> clock;
    private final AuthorizerServices services;

    CognitoAuthorizers(Supplier<Instant> clock, AuthorizerServices services) {
        this.clock = clock;
        this.services = services;
    }

    /**
     * @param scopes of the method
     * @throws GatewayResponseException UNAUTHORIZED, EXPIRED_TOKEN
     */
    Authorization decide(MethodCall call, Authorizer authorizer, List<String> scopes) throws GatewayResponseException {
        String header = authorizer.identitySources().get(0).substring(HEADER.length());
        String token = call.request().header(header).orElse("").strip();
        if (token.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            token = token.substring(BEARER.length()).strip();
        }
        JWTClaimsSet claims;
        try {
            claims = verified(token, authorizer);
            String use = claims.getStringClaim("token_use");
            if (!(scopes.isEmpty() ? "id" : "access").equals(use)
                    || !scopes.isEmpty() && !hasScope(claims.getStringClaim("scope"), scopes)) {
                throw GatewayResponseException.unauthorized("The token does not open this method");
            }
        } catch (ParseException | JOSEException e) {
            throw GatewayResponseException.unauthorized("The token is none: " + e.getMessage());
        }
        String expression = authorizer.identityValidationExpression();
        if (expression != null && claims.getAudience().stream().noneMatch(audience -> audience.matches(expression))) {
            throw GatewayResponseException.unauthorized("The token's audience does not match");
        }
        return new Authorization(Map.of("claims", texts(claims)), Optional.empty());
    }

    private JWTClaimsSet verified(String token, Authorizer authorizer)
            throws ParseException, JOSEException, GatewayResponseException {
        SignedJWT jwt = SignedJWT.parse(token);
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        String pool = authorizer.providerArns().stream()
                .filter(arn -> issuer(arn).equals(claims.getIssuer()))
                .findFirst()
                .orElseThrow(
                        () -> GatewayResponseException.unauthorized("The token is of no user pool of the authorizer"));
        Optional<String> keys = services.keys(pool);
        JWK key = keys.isEmpty()
                ? null
                : JWKSet.parse(keys.get()).getKeyByKeyId(jwt.getHeader().getKeyID());
        if (key == null
                || !JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
                || !jwt.verify(new RSASSAVerifier(key.toRSAKey()))) {
            throw GatewayResponseException.unauthorized("The token's signature is not the user pool's");
        }
        Date expiry = claims.getExpirationTime();
        if (expiry == null || !clock.get().isBefore(expiry.toInstant())) {
            throw GatewayResponseException.expiredToken();
        }
        return claims;
    }

    /** Who a user pool's tokens are from. */
    private static String issuer(String userPoolArn) {
        String[] parts = userPoolArn.split(":");
        return "https://cognito-idp." + parts[3] + ".amazonaws.com/" + parts[5].substring("userpool/".length());
    }

    private static boolean hasScope(String scope, List<String> scopes) {
        return scope != null && Arrays.stream(scope.split(" ")).anyMatch(scopes::contains);
    }

    private static Map<String, String> texts(JWTClaimsSet claims) {
        var texts = new TreeMap<String, String>();
        claims.getClaims().forEach((name, value) -> {
            if (value != null) {
                texts.put(name, text(value));
            }
        });
        return texts;
    }

    private static String text(Object value) {
        if (value instanceof Date date) {
            return TIME.format(date.toInstant());
        }
        return value instanceof Collection<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }
}
