using Cairn.Proofs;

return args is ["elementary", ..] && ElementaryProof.TryRead(args.AsSpan(1), out var proof)
    ? proof.Run()
    : Usage();

static int Usage()
{
    Console.Error.WriteLine("""
        Proofs too long for the tests.

        elementary [--function NAME] [--threads N]
            The float32 elementary functions over all 2^32 arguments against the float64 ones: the largest error in units in the last
            place. Exit code 1 where it is above 2.
        """);
    return 2;
}
