package com.dashjoin.jsonata;

import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;

/** A function with the signature of another: to parse a signature takes longer than most evaluations. */
public final class SignedFunction extends JFunction {

    /** @param signed whose signature it has, already parsed */
    public SignedFunction(JFunction signed, JFunctionCallable body) {
        super(body, null);
        signature = signed.signature;
    }
}
