package io.gatelink.local.s3;

import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** S3's documents, to be written and read. */
final class Xml {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder text = new StringBuilder(512);

    private Xml() {}

    /** An answer with a document. */
    static Response answer(String root, Consumer<Xml> content) {
        var xml = new Xml();
        xml.text
                .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<")
                .append(root)
                .append(" xmlns=\"" + NAMESPACE + "\">");
        content.accept(xml);
        xml.text.append("</").append(root).append('>');
        return Response.text(200, Protocol.S3.contentType(), xml.text.toString());
    }

    Xml text(String name, Object value) {
        text.append('<').append(name).append('>');
        text.append(Protocol.escapeXml(value.toString()));
        text.append("</").append(name).append('>');
        return this;
    }

    Xml element(String name, Consumer<Xml> content) {
        text.append('<').append(name).append('>');
        content.accept(this);
        text.append("</").append(name).append('>');
        return this;
    }

    /**
     * The root of a document that was sent.
     *
     * @throws io.gatelink.local.core.AwsException MalformedXML
     */
    static Element parse(byte[] body, String root) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // the default one prints
            Element element = builder.parse(new ByteArrayInputStream(body)).getDocumentElement();
            if (!element.getLocalName().equals(root)) {
                throw S3Errors.malformedXml();
            }
            return element;
        } catch (SAXException e) {
            throw S3Errors.malformedXml();
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Element> children(Element parent) {
        var children = new ArrayList<Element>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static Optional<String> child(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getLocalName().equals(name))
                .findFirst()
                .map(child -> child.getTextContent().strip());
    }
}
