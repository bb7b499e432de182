namespace Cairn.SideBySide;

/// <summary>An operand: its shape, what its numbers in [-1, 1) are multiplied by, and what the digest of its gradient is divided by, because
/// each of its numbers serves so many results.</summary>
sealed record Operand(int[] Shape, double Factor = 1, int Uses = 1)
{
    internal float[] Numbers(int place) =>
        Array.ConvertAll(MadeData.Signed((ulong)place, Shape.Aggregate(1, (a, b) => a * b)), x => x * (float)Factor);
}

/// <summary>A function of made tensors, float32; when it goes back, with the gradients of all of them from a fixed one of the result. The plain
/// code knows the function alone: its gradients are differences.</summary>
static class Differentiated
{
    const ulong SlopeSeed = 100;
    const double Step = 1e-5;

    internal static Work Work(Operand[] operands, Func<Tensor[], Tensor> function, Func<double[][], double[]> plain, bool back)
    {
        Tensor[] x = [.. operands.Select((o, place) => Tensor.From<float>(o.Numbers(place), o.Shape))];
        double[][] Plain() => [.. operands.Select((o, place) => Array.ConvertAll(o.Numbers(place), v => (double)v))];
        if (!back) return new(() => function(x), () => Digest(function(x)), () => MadeData.Digest<double>(plain(Plain())));
        x = [.. x.Select(t => t.AsParameter())];
        var result = function(x).Shape;
        var slope = Tensor.From<float>(MadeData.Signed(SlopeSeed, result.Elements), [.. result]);
        void Run()
        {
            foreach (var t in x) t.ZeroGrad();
            function(x).Backward(slope);
        }
        return new(Run, () =>
        {
            Run();
            return x.Zip(operands, (t, o) => Digest(t.Grad!) / o.Uses).Sum();
        }, () =>
        {
            double[][] at = Plain();
            float[] slopes = MadeData.Signed(SlopeSeed, result.Elements);
            double Sum() => plain(at).Zip(slopes, (y, dy) => y * dy).Sum();
            double digests = 0;
            for (int o = 0; o < at.Length; o++)
            {
                var gradient = new double[at[o].Length];
                for (int i = 0; i < gradient.Length; i++)
                {
                    double before = at[o][i];
                    at[o][i] = before + Step;
                    double above = Sum();
                    at[o][i] = before - Step;
                    gradient[i] = (above - Sum()) / (2 * Step);
                    at[o][i] = before;
                }
                digests += MadeData.Digest<double>(gradient) / operands[o].Uses;
            }
            return digests;
        });
    }

    static double Digest(Tensor t) => MadeData.Digest<float>(t.ToArray<float>());
}
