package io.gatelink.local.apigateway.dataplane;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why a backend's TLS is refused, in API Gateway's words. */
final class TlsFailures {

    /** What there is to say where the other side does not speak TLS. */
    static final String NO_HANDSHAKE = "General SSLEngine problem";

    private static final Pattern NAMES = Pattern.compile("Certificate for <(?<host>.*?)> doesn't match (?:any of the "
            + "subject alternative names: \\[(?<names>.*)]|common name of the certificate subject: (?<name>.*))");

    private TlsFailures() {}

    /**
     * What the log of an invocation says after "configuration error".
     *
     * @see <a href="https://repost.aws/knowledge-center/api-gateway-500-error-vpc">Error 500 with VPC links</a>
     */
    static String reason(SSLException failure) {
        if (failure instanceof SSLPeerUnverifiedException) {
            Matcher names = NAMES.matcher(failure.getMessage());
            if (names.matches()) {
                return "Host name '" + names.group("host") + "' does not match the certificate subject provided by the "
                        + "peer (CN=" + (names.group("names") == null ? names.group("name") : names.group("names"))
                        + ")";
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "PKIX path building failed: unable to find valid certification path to requested target";
            }
            if (cause instanceof CertPathValidatorException
                    || cause instanceof CertificateExpiredException
                    || cause instanceof CertificateNotYetValidException) {
                return "PKIX path validation failed: validity check failed";
            }
        }
        return NO_HANDSHAKE;
    }
}
