namespace Cairn.Tests;

/// <summary>The blocks of docs/guide/tensors.md, and that they do what the page says.</summary>
public class TensorGuideTests
{
    [Fact]
    public void Make()
    {
        #region make
        Tensor prices = new[] { 12.5, 8.0, 20.25 };                      // float64 [3]
        var table = Tensor.From(new[,] { { 1f, 2f }, { 3f, 4f } });      // float32 [2, 2]
        var zeros = Tensor.Zeros<float>(2, 3);                           // float32 [2, 3]
        var grid = Tensor.Arange(12).Reshape(3, 4);                      // int32 [3, 4]
        var steps = Tensor.Linspace(0, 1, 11);                           // float64 [11]
        #endregion
        Assert.Equal((DType.Float64, new Shape(3)), (prices.DType, prices.Shape));
        Assert.Equal((DType.Float32, new Shape(2, 2)), (table.DType, table.Shape));
        Assert.Equal((DType.Float32, new Shape(2, 3)), (zeros.DType, zeros.Shape));
        Assert.Equal((DType.Int32, new Shape(3, 4)), (grid.DType, grid.Shape));
        Assert.Equal((DType.Float64, new Shape(11)), (steps.DType, steps.Shape));
        Assert.Equal("[[ 0,  1,  2,  3],\n [ 4,  5,  6,  7],\n [ 8,  9, 10, 11]]\nTensor int32 [3, 4]", grid.ToString());
    }

    [Fact]
    public void Index()
    {
        var grid = Tensor.Arange(12).Reshape(3, 4);
        #region index
        var row = grid[1];                                   // 4, 5, 6, 7: a view
        var last = grid[.., ^1];                             // 3, 7, 11
        var corner = grid[1..3, ..2];                        // the 2 x 2 block below on the left
        var backwards = grid[0, Slice.Step(null, null, -1)]; // 3, 2, 1, 0
        var large = grid[grid > 8];                          // 9, 10, 11: a copy
        var chosen = grid[Tensor.From([2, 0])];              // rows 2 and 0: a copy

        grid[0, 1] = 40;                                     // one element
        grid[2] = new[] { 5, 6, 7, 8 };                      // a row
        grid[grid > 25] = 0;                                 // what the mask selects
        #endregion
        Assert.Equal([4, 5, 6, 7], row.ToArray<int>());
        Assert.Equal([3, 7, 8], last.ToArray<int>());
        Assert.Equal([4, 5, 5, 6], corner.ToArray<int>());
        Assert.Equal([3, 2, 0, 0], backwards.ToArray<int>());
        Assert.Equal([9, 10, 11], large.ToArray<int>());
        Assert.Equal([8, 9, 10, 11, 0, 1, 2, 3], chosen.ToArray<int>());
        Assert.Equal([0, 0, 2, 3, 4, 5, 6, 7, 5, 6, 7, 8], grid.ToArray<int>());
    }

    [Fact]
    public void Compute()
    {
        #region compute
        Tensor x = new[,] { { 1.0, 2.0 }, { 3.0, 4.0 }, { 5.0, 9.0 } };
        var centred = x - x.Mean(axis: 0);
        var deviation = (centred.Square().Sum(axis: 0) / (x.Shape[0] - 1)).Sqrt();
        var standardised = centred / deviation;
        var gram = x.T.MatMul(x);
        var capped = Tensor.Where(x > 4, 4, x);
        double largest = (double)x.Max();
        #endregion
        Assert.True(Tensor.AllClose(standardised.Mean(axis: 0), Tensor.Zeros<double>(2)));
        Assert.Equal([-1.0, 0, 1], standardised[.., 0].ToArray<double>());
        Assert.Equal([35.0, 59, 59, 101], gram.ToArray<double>());
        Assert.Equal([1.0, 2, 3, 4, 4, 4], capped.ToArray<double>());
        Assert.Equal(9.0, largest);
    }

    [Fact]
    public void Convert()
    {
        #region convert
        Tensor x = new[] { 0.25, 1.75 };
        float[] narrow = x.To<float>().ToArray<float>();
        int[] whole = x.Round().To<int>().ToArray<int>();    // x.To<int>() would throw: 0.25 is not a whole number
        ReadOnlySpan<double> raw = x.AsReadOnlySpan<double>();
        #endregion
        Assert.Equal([0.25f, 1.75f], narrow);
        Assert.Equal([0, 2], whole);
        Assert.Equal(1.75, raw[1]);
        Assert.Throws<ArgumentException>(() => x.To<int>());
    }
}
