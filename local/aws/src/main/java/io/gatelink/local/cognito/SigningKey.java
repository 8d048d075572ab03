package io.gatelink.local.cognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;

/** The key that signs a user pool's tokens. It is made when it is first needed, and from its seed alone. */
final class SigningKey {

    private static final int BITS = 2048;

    private final String id;
    private final byte[] seed;
    private RSAKey key;

    SigningKey(String id, byte[] seed) {
        this.id = id;
        this.seed = seed.clone();
    }

    /** The public key, as a JSON Web Key Set. */
    String publicKeys() {
        return new JWKSet(key().toPublicJWK()).toString();
    }

    /** Claims as a signed token. */
    String sign(JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(), claims);
            token.sign(new RSASSASigner(key()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The key " + id + " cannot sign", e);
        }
    }

    private RSAKey key() {
        if (key == null) {
            try {
                // The one generator that gives the same numbers for the same seed.
                var random = SecureRandom.getInstance("SHA1PRNG");
                random.setSeed(seed);
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(BITS, random);
                KeyPair pair = generator.generateKeyPair();
                key = new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                        .privateKey(pair.getPrivate())
                        .keyID(id)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .build();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("No RSA keys can be made", e);
            }
        }
        return key;
    }
}
