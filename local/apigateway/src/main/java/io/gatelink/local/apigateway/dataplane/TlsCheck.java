package io.gatelink.local.apigateway.dataplane;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * How far a backend's certificate is checked. Its name must fit the integration's {@code uri} in either case.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_TlsConfig.html">TlsConfig</a>
 */
enum TlsCheck {

    /** As browsers do. */
    FULL {
        @Override
        SSLContext context() throws GeneralSecurityException {
            return SSLContext.getDefault();
        }
    },

    /** {@code insecureSkipVerification}: anybody may have issued it, but it must be valid now. */
    NAME_AND_DATES {
        @Override
        SSLContext context() throws GeneralSecurityException {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyIssuer()}, null);
            return context;
        }
    };

    abstract SSLContext context() throws GeneralSecurityException;

    private static final class AnyIssuer implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("Backends are no clients");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            chain[0].checkValidity();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
