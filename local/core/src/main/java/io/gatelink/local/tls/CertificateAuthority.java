package io.gatelink.local.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates for server names. Its key never leaves this process: callers trust it only while it runs. */
public final class CertificateAuthority {

    private static final X500Name NAME = name("Gatelink local AWS");
    private static final Duration OF_AUTHORITY = Duration.ofDays(3650);
    private static final Duration OF_SERVER = Duration.ofDays(90);

    /** Callers' clocks may be a little behind. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final Supplier<Instant> clock;
    private final SecureRandom random = new SecureRandom();
    private Identity identity;

    /** @param clock from whose times on certificates are valid */
    public CertificateAuthority(Supplier<Instant> clock) {
        this.clock = clock;
    }

    private record Identity(KeyPair keys, X509Certificate certificate) {}

    /** Made when it is first asked for: it takes a while. */
    private synchronized Identity identity() {
        if (identity == null) {
            try {
                KeyPair keys = newKeys();
                X509v3CertificateBuilder builder = builder(NAME, keys, OF_AUTHORITY);
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
                identity = new Identity(keys, signed(builder, keys));
            } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
                throw new IllegalStateException("The certificate authority cannot be made: " + e, e);
            }
        }
        return identity;
    }

    /**
     * A server's certificate.
     *
     * @param chain the certificate, then the authority's
     */
    public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {

        public ServerCertificate {
            chain = List.copyOf(chain);
        }
    }

    /** The authority's own certificate, which callers have to trust. */
    public X509Certificate certificate() {
        return identity().certificate();
    }

    /** The same, in PEM. */
    public String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(certificate().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("The authority's certificate cannot be encoded: " + e, e);
        }
    }

    /**
     * Issues a certificate.
     *
     * @param names one or more DNS names, also with a wildcard, or IPv4 addresses
     */
    public ServerCertificate issue(List<String> names) {
        Identity issuer = identity();
        try {
            KeyPair serverKeys = newKeys();
            X509v3CertificateBuilder builder = builder(name(names.get(0)), serverKeys, OF_SERVER);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names.stream()
                            .map(each -> new GeneralName(
                                    ADDRESS.matcher(each).matches() ? GeneralName.iPAddress : GeneralName.dNSName,
                                    each))
                            .toArray(GeneralName[]::new)));
            return new ServerCertificate(
                    serverKeys.getPrivate(), List.of(signed(builder, issuer.keys()), issuer.certificate()));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("No certificate can be issued for " + names + ": " + e, e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys, Duration validity) {
        Instant from = clock.get().minus(TOLERANCE);
        return new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(127, random).setBit(0),
                Date.from(from),
                Date.from(from.plus(validity)),
                subject,
                subjectKeys.getPublic());
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair keys)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** A common name holds 64 characters; clients look at the alternative names anyway. */
    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName.length() > 64 ? commonName.substring(0, 64) : commonName)
                .build();
    }
}
