package io.gatelink.functions.lambda;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Amazon EC2, as far as it is called: one operation, for which its client, which is larger than all else, would be too
 * much.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html">DescribeSubnets</a>
 */
public final class Ec2 {

    private static final String VERSION = "2016-11-15";

    private final SignedCalls calls;

    /** In the account and Region of a function. */
    public Ec2(AwsClients clients) {
        calls = new SignedCalls(clients, "ec2", "application/x-www-form-urlencoded; charset=utf-8");
    }

    /**
     * The ids of the VPCs of subnets, by the subnets' ids.
     *
     * @throws AwsServiceException if EC2 refuses, with its error code
     * @throws SdkClientException  if no answer comes
     */
    public Map<String, String> vpcs(List<String> subnetIds) {
        var form = new StringBuilder("Action=DescribeSubnets&Version=" + VERSION);
        for (int i = 0; i < subnetIds.size(); i++) {
            form.append("&SubnetId.").append(i + 1).append('=').append(subnetIds.get(i));
        }
        SignedCalls.Answer answer = calls.send(form.toString().getBytes(StandardCharsets.UTF_8), Map.of());
        Document document = read(answer.body());
        if (!answer.isSuccessful()) {
            throw answer.refusal(text(document, "Code"), text(document, "Message"));
        }
        Map<String, String> vpcs = new TreeMap<>();
        NodeList items = document.getElementsByTagName("vpcId");
        for (int i = 0; i < items.getLength(); i++) {
            Element item = (Element) items.item(i).getParentNode();
            vpcs.put(
                    item.getElementsByTagName("subnetId").item(0).getTextContent(),
                    items.item(i).getTextContent());
        }
        if (!vpcs.keySet().containsAll(subnetIds)) {
            throw new AwsUnavailableException("DescribeSubnets left out some of subnets " + String.join(", ", subnetIds)
                    + ": what it does not show is unknown, and is to be read again.");
        }
        return vpcs;
    }

    private static Document read(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw SdkClientException.create("EC2 answered something that is no XML", e);
        }
    }

    private static String text(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        return found.getLength() == 0 ? "Unknown" : found.item(0).getTextContent();
    }
}
