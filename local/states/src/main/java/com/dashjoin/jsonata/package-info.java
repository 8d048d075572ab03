/**
 * What JSONata in Step Functions does and the library does not let a caller change: its methods are for its own
 * package.
 */
package com.dashjoin.jsonata;
