namespace Cairn.Tests;

public class MatMulBatchTests
{
    static Tensor Numbers(params int[] sizes) =>
        Tensor.From(Sequence.Numbers(new Shape(sizes).Elements, (ulong)sizes.Length)).Reshape(sizes);

    /// <summary>Every batch of the product equals the product of the two matrices there.</summary>
    static void Check(Tensor a, Tensor b, int[] batch, Func<Tensor, int[], Tensor> left, Func<Tensor, int[], Tensor> right)
    {
        foreach (var dtype in new[] { DType.Float64, DType.Float32, DType.Int64 })
        {
            var (x, y) = dtype == DType.Int64 ? ((a * 100).Round().To(dtype), (b * 100).Round().To(dtype)) : (a.To(dtype), b.To(dtype));
            var product = x.MatMul(y);
            int elements = new Shape(batch).Elements;
            Assert.Equal(batch, product.Shape.AsSpan()[..batch.Length].ToArray());
            for (int t = 0; t < elements; t++)
            {
                var at = new int[batch.Length];
                for (int axis = batch.Length - 1, rest = t; axis >= 0; rest /= batch[axis--]) at[axis] = rest % batch[axis];
                var one = left(x, at).MatMul(right(y, at));
                Assert.Equal(one.Shape, Matrix(product, at).Shape);
                Assert.Equal(one.To<double>().ToArray<double>(), Matrix(product, at).To<double>().ToArray<double>());
            }
        }
    }

    static Tensor Matrix(Tensor t, ReadOnlySpan<int> batch)
    {
        foreach (int index in batch) t = t[index];
        return t;
    }

    [Fact]
    public void Batches_of_equal_sizes() =>
        Check(Numbers(3, 2, 5, 4), Numbers(3, 2, 4, 7), [3, 2], (a, i) => Matrix(a, i), (b, i) => Matrix(b, i));

    [Fact]
    public void Batches_broadcast() =>
        Check(Numbers(3, 1, 5, 4), Numbers(2, 4, 7), [3, 2], (a, i) => Matrix(a, [i[0], 0]), (b, i) => Matrix(b, [i[1]]));

    [Fact]
    public void One_right_matrix_serves_all_batches() =>
        Check(Numbers(3, 5, 4), Numbers(4, 7), [3], (a, i) => Matrix(a, i), (b, _) => b);

    [Fact]
    public void Views_as_batches() =>
        Check(Numbers(4, 5, 3).Transpose(0, 2), Numbers(4, 7), [3], (a, i) => Matrix(a, i), (b, _) => b);

    [Fact]
    public void One_left_matrix_serves_all_batches() =>
        Check(Numbers(5, 4), Numbers(3, 4, 7), [3], (a, _) => a, (b, i) => Matrix(b, i));

    [Fact]
    public void Vectors_meet_batches()
    {
        Check(Numbers(3, 5, 4), Numbers(4), [3], (a, i) => Matrix(a, i), (b, _) => b);
        Check(Numbers(4), Numbers(3, 4, 7), [3], (a, _) => a, (b, i) => Matrix(b, i));
    }

    [Fact]
    public void Many_small_products_run_on_all_threads_with_the_same_bits() =>
        Check(Numbers(200, 20, 30), Numbers(200, 30, 10), [200], (a, i) => Matrix(a, i), (b, i) => Matrix(b, i));

    [Fact]
    public void Sizes_of_zero()
    {
        Assert.Equal(new Shape(0, 2, 3), Tensor.Zeros<float>(0, 2, 5).MatMul(Tensor.Zeros<float>(5, 3)).Shape);
        Assert.Equal(new Shape(4, 0, 3), Tensor.Zeros<float>(4, 0, 5).MatMul(Tensor.Zeros<float>(4, 5, 3)).Shape);
        var nothing = Tensor.Zeros<float>(4, 2, 0).MatMul(Tensor.Zeros<float>(4, 0, 3));
        Assert.Equal(new Shape(4, 2, 3), nothing.Shape);
        Assert.Equal(new float[24], nothing.ToArray<float>());
    }

    [Fact]
    public void A_dense_layer_reads_rows_of_a_turned_batch_of_one()
    {
        var x = Tensor.Arange(6).To<double>().Reshape(1, 3, 2);
        var w = Tensor.From(new double[,] { { 1, 10 }, { 2, 3 } });
        Assert.Equal(x.Reshape(3, 2).Linear(w).ToArray<double>(), x.Transpose(0, 1).Linear(w).ToArray<double>());
    }
}
