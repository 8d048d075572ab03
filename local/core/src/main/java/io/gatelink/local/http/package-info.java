/**
 * The way into a local AWS, over HTTP or in memory: which service a request is for, quotas and faults before and after
 * each call, and errors in the protocol of the service. Begin with {@link FrontDoor}; each service implements
 * {@link WireService}.
 */
package io.gatelink.local.http;
