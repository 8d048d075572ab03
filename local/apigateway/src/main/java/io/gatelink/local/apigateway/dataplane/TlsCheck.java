package io.gatelink.local.apigateway.dataplane;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;

/**
 * How far a backend's certificate is checked. API Gateway checks in any case that its name fits the integration's
 * {@code uri}.
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

    /** {@code insecureSkipVerification}: any issuer will do, but it must be valid now. */
    NAME_AND_DATES {
        @Override
        SSLContext context() throws GeneralSecurityException {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyIssuer(true)}, null);
            return context;
        }
    },

    /** As a network load balancer does: targets may have any certificate. */
    NONE {
        @Override
        SSLContext context() throws GeneralSecurityException {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyIssuer(false)}, null);
            return context;
        }

        @Override
        HostnameVerifier names() {
            return NoopHostnameVerifier.INSTANCE;
        }
    };

    abstract SSLContext context() throws GeneralSecurityException;

    HostnameVerifier names() {
        return new DefaultHostnameVerifier();
    }

    private record AnyIssuer(boolean checksDates) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("Backends are no clients");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (checksDates) {
                chain[0].checkValidity();
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
