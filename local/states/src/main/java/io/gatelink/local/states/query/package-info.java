/** JSONata as Step Functions evaluates it, with its functions and limits. Begin with {@link Expression}. */
package io.gatelink.local.states.query;
