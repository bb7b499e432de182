using System.Numerics;
using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>The steps of optimizers against plain loops, and the same bits wherever an element stands.</summary>
public class UpdatesTests
{
    [Theory, InlineData(0), InlineData(0.1)]
    public void Descent_follows_its_formula(double decay)
    {
        var (w, g, _, _) = Data<double>(37);
        double[] expected = [.. w.Zip(g, (x, d) => x - 0.3 * (d + decay * x))];
        Updates.Descent<double>(w, g, 0.3, decay);
        Assert.Equal(expected, w);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Momentum_follows_its_formula(bool nesterov)
    {
        var (w, g, v, _) = Data<double>(37);
        double[] expected = [.. w], velocity = [.. v];
        for (int step = 0; step < 3; step++)
        {
            for (int i = 0; i < w.Length; i++)
            {
                double d = g[i] + 0.01 * expected[i];
                velocity[i] = 0.9 * velocity[i] + d;
                expected[i] -= 0.3 * (nesterov ? d + 0.9 * velocity[i] : velocity[i]);
            }
            Updates.Momentum<double>(w, g, v, 0.3, 0.9, 0.01, nesterov);
        }
        Assert.Equal(expected, w);
        Assert.Equal(velocity, v);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Adam_follows_its_formula(bool decoupled)
    {
        var (w, g, _, _) = Data<double>(37);
        double[] m = new double[37], v = new double[37], expected = [.. w], mean = new double[37], square = new double[37];
        for (int step = 1; step <= 5; step++)
        {
            for (int i = 0; i < w.Length; i++)
            {
                double d = g[i] * step;
                if (decoupled) expected[i] -= 0.01 * 0.1 * expected[i];
                else d += 0.1 * expected[i];
                mean[i] = 0.9 * mean[i] + 0.1 * d;
                square[i] = 0.999 * square[i] + 0.001 * d * d;
                expected[i] -= 0.01 * (mean[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
            Updates.Adam<double>(w, [.. g.Select(d => d * step)], m, v, step, 0.01, 0.9, 0.999, 1e-8, 0.1, decoupled);
            for (int i = 0; i < w.Length; i++) Assert.Equal(expected[i], w[i], 1e-13);
        }
    }

    [Fact]
    public void An_element_has_the_same_bits_alone_and_among_many()
    {
        const int length = 50_003;
        var (w, g, m, v) = Data<float>(length);
        float[] alone = [.. w], first = [.. m], second = [.. v];
        Updates.Adam<float>(w, g, m, v, 7, 1e-3, 0.9, 0.999, 1e-8, 0.01, decoupled: true);
        for (int i = 0; i < length; i++)
            Updates.Adam<float>(alone.AsSpan(i, 1), g.AsSpan(i, 1), first.AsSpan(i, 1), second.AsSpan(i, 1), 7, 1e-3, 0.9, 0.999, 1e-8, 0.01,
                decoupled: true);
        Assert.Equal(alone, w);
        Assert.Equal(first, m);
        Assert.Equal(second, v);
    }

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.Throws<ArgumentException>("g", () => Updates.Descent<float>(new float[3], new float[2], 1, 0));

    static (T[] W, T[] G, T[] M, T[] V) Data<T>(int length) where T : INumber<T>
    {
        T[] Make(ulong seed) => [.. Sequence.Numbers(length, seed).Select(T.CreateTruncating)];
        return (Make(1), Make(2), Make(3), [.. Make(4).Select(x => x * x)]);
    }
}
