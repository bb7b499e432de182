using Cairn.Proofs;

return args is [.., "--record"] ? Evidence.Record(args[..^1], () => Run(args[..^1])) : Run(args);

static int Run(string[] args) => args switch
{
    ["elementary", ..] when ElementaryProof.TryRead(args.AsSpan(1), out var proof) => proof.Run(),
    ["elementary64", ..] => ElementaryProof64.Run(args.AsSpan(1)),
    ["elementary-speed", ..] => ElementarySpeed.Run(args.AsSpan(1)),
    ["element-speed", ..] => ElementSpeed.Run(args.AsSpan(1)),
    ["example", var name] => ExampleRun.Run(name),
    ["gemm", ..] => GemmSpeed.Run(args.AsSpan(1)),
    ["kills", ..] => KillProof.Run(args.AsSpan(1)),
    ["soak", ..] => SoakProof.Run(args.AsSpan(1)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Proofs and measurements too long for the tests.

        elementary [--function NAME] [--threads N]
            The float32 elementary functions over all 2^32 arguments against the float64 ones: the largest error in units in the last
            place. Exit code 1 where it is above 2.
        elementary64 [NAME...]
            The float64 elementary functions at 10^7 points each against the C library in 80 bits, through python3 with NumPy. Exit code 1
            where the largest error is above 4 units in the last place.
        elementary-speed [NAME...]
            The functions over spans: nanoseconds an element on one thread, microseconds for a million on all.
        element-speed [NAME...]
            The loops over elements and the copies, on memory that is there: gigabytes a second, read and written, from 4 K to 16 M elements.
        gemm [PART-OF-NAME...] | gemm first | gemm neighbours
            Matrix products in all four layouts (T: transposed), their speed, and the share of the peak of fused multiply-adds measured in
            the same run; the best of many. Or the time of the first product of a process. Or what a multiply-add costs beside round sizes.
        kills [N]
            Kills trainings that save checkpoints N times, 200 unless said, and lets each go on with another number of threads: no checkpoint is
            lost and the bits are those of an undisturbed training. Exit code 1 otherwise.
        soak [STEPS]
            Trains for 10,000 steps unless said; exit code 1 where the memory grows after the first fifth.

        example NAME
            An example that CI cuts short, in full: what it prints, and the seconds it takes.

        --record at the end keeps what a proof that holds printed, in docs/evidence.md.
        """);
    return 2;
}
