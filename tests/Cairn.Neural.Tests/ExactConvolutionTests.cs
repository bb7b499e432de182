using Cairn.Persistence;
using Cairn.RandomNumbers;

namespace Cairn.Tests;

/// <summary>A layer may refuse the algorithm that rounds otherwise, and its file remembers that.</summary>
public class ExactConvolutionTests
{
    static Tensor Draw(params int[] sizes)
    {
        var numbers = new float[sizes.Aggregate(1, (a, b) => a * b)];
        Rng.Stream(3, "test", "exact").Start().FillNormal(numbers);
        return Tensor.From(numbers).Reshape(sizes);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Exact_layers_take_sums_as_they_are_written(bool isTransposed)
    {
        Module Make(bool exact) => isTransposed
            ? new TransposedConvolution(16, 16, 3, padding: 1, exact: exact) : new Convolution(16, 16, 3, padding: 1, exact: exact);
        var x = Draw(2, 16, 12, 12);
        Module exact = Make(true), usual = Make(false);
        exact.Initialize(5);
        usual.Initialize(5);
        var (w, b) = ((Tensor)exact.Parameters[0].Value, (Tensor)exact.Parameters[1].Value);
        var expected = isTransposed ? x.TransposedConvolution(w, b, padding: 1, exact: true) : x.Convolution(w, b, padding: 1, exact: true);
        float[] found = exact.Forward(x).ToArray<float>();
        Assert.Equal(expected.ToArray<float>(), found);
        Assert.NotEqual(found, usual.Forward(x).ToArray<float>()); // Winograd's, at this shape

        string path = Path.Combine(Path.GetTempPath(), $"exact-{Guid.NewGuid():N}.cairn");
        ((IArtefact)exact).Save(path);
        var read = Model.Load<Module>(path);
        File.Delete(path);
        Assert.Equal(found, read.Forward(x).ToArray<float>());
        Assert.Contains(", exact", read.ToString(), StringComparison.Ordinal);
    }
}
