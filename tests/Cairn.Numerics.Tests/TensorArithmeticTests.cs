namespace Cairn.Tests;

public class TensorArithmeticTests
{
    static void Same<T>(Tensor t, int[] shape, params T[] expected) where T : unmanaged
    {
        Assert.Equal(new Shape(shape), t.Shape);
        Assert.Equal(expected, t.ToArray<T>());
    }

    [Fact] // S023
    public void Vectors_have_a_direction_and_a_length()
    {
        Tensor v = new[] { -2.0, 5 };
        Assert.Equal(Math.Sqrt(29), (double)v.MatMul(v).Sqrt());
        Assert.Equal(-2.5, (double)(v[1] / v[0]));
    }

    [Fact] // S024
    public void A_vector_plus_a_number_leaves_the_vector_alone()
    {
        Tensor v = new[] { 2, 2, 2 };
        Same(v + 1, [3], 3, 3, 3);
        Same(v, [3], 2, 2, 2);
    }

    [Fact] // S025, S026, S027
    public void Vectors_are_combined_element_by_element()
    {
        Tensor y = new[] { 1, 2, 3 }, x = new[] { 2, 3, 4 };
        Same(y + x, [3], 3, 5, 7);
        Same(y - x, [3], -1, -1, -1);
        Same(y / x, [3], 1.0 / 2, 2.0 / 3, 3.0 / 4);
        Same(y * x, [3], 2, 6, 12);
        Same(y.MatMul(x), [], 20);
    }

    [Fact] // S029, S030, S031, S032
    public void Matrices_are_combined_element_by_element()
    {
        Tensor a = new[,] { { 1.0, 2 }, { 3, 4 } };
        Assert.Equal(new Shape(3, 2), Tensor.From(new[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }).Shape);
        Assert.Equal(new Shape(1, 3), Tensor.From(new[,] { { 1, 2, 3 } }).Shape);
        Same(Tensor.From(new[,] { { 2, 3 }, { 2, 3 }, { 2, 3 } }) + 1, [3, 2], 3, 4, 3, 4, 3, 4);
        Same(a + 1, [2, 2], 2.0, 3, 4, 5);
        Same(a + a, [2, 2], 2.0, 4, 6, 8);
        Same(a - a, [2, 2], 0.0, 0, 0, 0);
        Same(Tensor.From(new[,] { { 2, 3 }, { 2, 3 } }) * Tensor.From(new[,] { { 3, 4 }, { 5, 6 } }), [2, 2], 6, 12, 10, 18);
    }

    [Fact] // S033, S039, S040, S041
    public void Shapes_broadcast()
    {
        Tensor a = new[,] { { 1.0 }, { 2 } }, b = new[,] { { 3.0, 4 }, { 5, 6 } }, c = new[,] { { 1.0, 2 } };
        Same(a * b, [2, 2], 3.0, 4, 10, 12);
        Same(b * c, [2, 2], 3.0, 8, 5, 12);
        Same(a + c, [2, 2], 2.0, 3, 3, 4);
        Same(Tensor.From(new[,] { { 7, 10, 4 }, { 13, 5, 9 } }) + new[] { 2 }, [2, 3], 9, 12, 6, 15, 7, 11);
        Same(Tensor.From(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }) + new[] { 1, 2, 3 }, [2, 3], 2, 4, 6, 5, 7, 9);
        Says("Add: [2, 3] and [2]: sizes 3 and 2 do not broadcast; they must be equal or 1",
            () => Tensor.Zeros<int>(2, 3) + Tensor.Zeros<int>(2));
        Same(Tensor.Zeros<double>(0, 1) + Tensor.Zeros<double>(3), [0, 3], new double[0]);
    }

    [Fact] // S034
    public void The_transpose_is_a_turn_to_the_right_with_every_row_reversed()
    {
        Same(Tensor.From(new[,] { { 1, 2 }, { 3, 4 } }).T, [2, 2], 1, 3, 2, 4);
        Same(Tensor.From(new[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }).T, [2, 3], 1, 3, 5, 2, 4, 6);
        var t = (Tensor.Arange(15) * 7).Reshape(3, 5);
        var turned = Tensor.Zeros<int>(5, 3);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 5; j++) turned[j, 2 - i] = t[i, j];
        Assert.True(Tensor.EqualsExactly(t.T, turned[.., Slice.Step(null, null, -1)]));
    }

    [Fact] // S035, S036, S037, S038
    public void Matrix_products_of_the_worked_examples()
    {
        Same(Tensor.From(new[,] { { 1, 7 }, { 2, 4 } }).MatMul(new[,] { { 3.0, 3 }, { 5, 2 } }), [2, 2], 38.0, 17, 26, 14);
        Same(Tensor.From(new[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }).MatMul(Tensor.From(new[,] { { 7, 8 }, { 9, 10 } })), [3, 2],
            1 * 7 + 2 * 9, 1 * 8 + 2 * 10, 3 * 7 + 4 * 9, 3 * 8 + 4 * 10, 5 * 7 + 6 * 9, 5 * 8 + 6 * 10);
        Same(Tensor.From(new[,] { { 2, 3 }, { 1, 4 } }).MatMul(Tensor.From(new[,] { { 5, 4 }, { 3, 5 } })), [2, 2], 19, 23, 17, 24);
        Same(Tensor.From(new[,] { { 3 }, { 5 } }).MatMul(Tensor.From(new[,] { { 1, 2, 3 } })), [2, 3], 3, 6, 9, 5, 10, 15);
        Same(Tensor.From(new[,] { { 1, 2, 3 } }).MatMul(Tensor.From(new[,] { { 4 }, { 5 }, { 6 } })), [1, 1], 32);
        Same(Tensor.From(new[,] { { 1, 2 } }).MatMul(Tensor.From(new[,] { { 3, 4 }, { 5, 6 } })), [1, 2], 13, 16);
        Same(Tensor.From(new[,] { { 1, 2 }, { 3, 4 } }).MatMul(new[] { 5, 6 }), [2], 17, 39);
        Same(((Tensor)new[] { 5, 6 }).MatMul(Tensor.From(new[,] { { 1, 2 }, { 3, 4 } })), [2], 23, 34);
        Says("MatMul: [64, 10] x [12, 3]: inner sizes 10 and 12 differ",
            () => Tensor.Zeros<float>(64, 10).MatMul(Tensor.Zeros<float>(12, 3)));
        Says("MatMul: [] x [2]: each factor must be a vector or a matrix", () => Tensor.Zeros<float>().MatMul(new[] { 1, 2 }));
        Says("MatMul: [2, 3, 4] x [5, 4, 6]: batches: [2] and [5]: sizes 2 and 5 do not broadcast; they must be equal or 1",
            () => Tensor.Zeros<float>(2, 3, 4).MatMul(Tensor.Zeros<float>(5, 4, 6)));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 0, 2)]
    [InlineData(2, 5, 7)]
    [InlineData(5, 33, 37)]
    [InlineData(4, 768, 3)]
    public void Each_element_of_a_product_is_one_chain_of_fused_multiply_adds(int rows, int inner, int columns)
    {
        // thirds, so that every step rounds; the left factor is a transposed view
        var a = ((Tensor.Arange(0.0, inner * rows) - 5) / 3).Reshape(inner, rows).T;
        var b = (Tensor.Arange(1.0, inner * columns + 1) / 7).Reshape(inner, columns);
        var c = a.MatMul(b);
        var c32 = a.To<float>().MatMul(b.To<float>());
        double[] x = a.ToArray<double>(), y = b.ToArray<double>();
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                float sum32 = 0;
                for (int k = 0; k < inner; k++)
                {
                    sum = Math.FusedMultiplyAdd(x[i * inner + k], y[k * columns + j], sum);
                    sum32 = MathF.FusedMultiplyAdd((float)x[i * inner + k], (float)y[k * columns + j], sum32);
                }
                Assert.Equal(sum, (double)c[i, j]);
                Assert.Equal(sum32, (float)c32[i, j]);
            }
        }
    }

    [Fact]
    public void A_long_chain_is_cut_into_equal_blocks_of_at_most_768()
    {
        var (x, y) = ((Tensor.Arange(0.0, 1000) - 5) / 3, (Tensor.Arange(1.0, 1001) / 7));
        double first = 0, second = 0;
        for (int k = 0; k < 504; k++) first = Math.FusedMultiplyAdd((double)x[k], (double)y[k], first);
        for (int k = 504; k < 1000; k++) second = Math.FusedMultiplyAdd((double)x[k], (double)y[k], second);
        Assert.Equal(first + second, (double)x.MatMul(y));
    }

    [Fact]
    public void Types_follow_the_law()
    {
        Tensor f32 = new[] { 1f }, f64 = new[] { 1.0 }, i32 = new[] { 1 };
        Tensor i64 = Tensor.From([1L]), u8 = Tensor.From(new byte[] { 1 });
        Assert.Equal(DType.Float32, (f32 * 0.1).DType);
        Assert.Equal(DType.Float32, (2L - f32).DType);
        Assert.Equal(DType.Float64, (f32 + f64).DType);
        Assert.Equal(DType.Float32, (i64 * f32).DType);
        Assert.Equal(DType.Float64, (i32 + f64).DType);
        Assert.Equal(DType.Int64, (i32 + i64).DType);
        Assert.Equal(DType.Int32, (u8 + i32).DType);
        Assert.Equal(DType.UInt8, (u8 + 1).DType);
        Assert.Equal(DType.Int32, (i32 * 2L).DType);
        Assert.Equal(DType.Float64, (i32 * 2.0).DType);
        Assert.Equal(DType.Float32, (u8 / 255f).DType);
        Assert.Equal(DType.Float64, (u8 / 255).DType);
        Assert.Equal(DType.Float64, (i32 / i64).DType);
        Assert.Equal(DType.Float64, (1 / i32).DType);
        Assert.Equal(DType.Float32, (i32 / f32).DType);
        Assert.Equal(DType.Int64, i32.Sum().DType);
        Assert.Equal(DType.Float32, f32.Mean().DType);
        Assert.Equal(DType.Float64, i32.Mean().DType);
        Assert.Equal(DType.Float32, Tensor.Where(f32 > 0, f32, 0).DType);
        Assert.Equal([(1L << 60) + 2], (i64 + ((1L << 60) + 1)).ToArray<long>());
        Assert.Equal(0.1f, (f32 * 0.1).ToArray<float>()[0]);
        Says("Multiply: the number 1E+300 does not fit a tensor of type float32; convert the tensor with To(DType)", () => f32 * 1e300);
        Says("Add: the number 300 does not fit a tensor of type uint8", () => u8 + 300);
        Says("Add: bool with float64: a bool is no number; convert it with To(DType)", () => (f64 > 0) + f64);
        Says("Multiply: a bool is no number", () => (f64 > 0) * 2);
    }

    [Fact]
    public void Integers_never_wrap()
    {
        Tensor most = new[] { int.MaxValue }, least = new[] { int.MinValue };
        Says("Add: a result is out of range of int32; convert the tensors to a wider type", () => most + 1);
        Says("Subtract: a result is out of range of int32", () => least - most);
        Says("Multiply: a result is out of range of int32", () => most * most);
        Says("Negate: a result is out of range of int32", () => -least);
        Says("Abs: a result is out of range of int32", () => least.Abs());
        Says("Square: a result is out of range of int32", () => least.Square());
        Says("MatMul: a result is out of range of int32", () => most.MatMul(most));
        Says("Subtract: a result is out of range of uint8", () => Tensor.Zeros<byte>(2) - 1);
        Says("Sum: the sum of these 2 numbers, 9223372036854775808, is outside the range of Int64",
            () => Tensor.From(new[] { long.MaxValue, 1 }).Sum());
        Assert.Equal(2L * int.MaxValue, (long)Tensor.Full(int.MaxValue, 2).Sum());
        Assert.Equal(-1.0, (double)(most / -most)[0]);
    }

    [Fact]
    public void Functions_of_one_element()
    {
        Tensor x = new[] { -2.5, -0.5, 0.5, 1.5, double.NaN };
        Same(x.Abs(), [5], 2.5, .5, .5, 1.5, double.NaN);
        Same(x.Floor(), [5], -3, -1, 0, 1, double.NaN);
        Same(x.Ceiling(), [5], -2, -0.0, 1, 2, double.NaN);
        Same(x.Round(), [5], -2, -0.0, 0, 2, double.NaN);
        Same(x.Clamp(-1, 1), [5], -1, -.5, .5, 1, double.NaN);
        Same(x.Square(), [5], 6.25, .25, .25, 2.25, double.NaN);
        Same(-x, [5], 2.5, .5, -.5, -1.5, double.NaN);
        Same(((Tensor)new[] { 4, 9 }).Sqrt(), [2], 2.0, 3);
        Same(Tensor.Maximum(x, 0), [5], 0, 0, .5, 1.5, double.NaN);
        Same(Tensor.Minimum(x, x[0]), [5], -2.5, -2.5, -2.5, -2.5, double.NaN);
        Says("Clamp: the lowest value 2 must not exceed the highest, 1", () => x.Clamp(2, 1));
        Says("Floor: a bool is no number", () => (x > 0).Floor());
    }

    [Fact]
    public void Exponential_and_logarithm_see_every_layout_and_type()
    {
        var x = Tensor.Arange(0.5, 6).Reshape(2, 3).T;
        Assert.True(Tensor.EqualsExactly(x.Exp(), Tensor.From([.. x.ToArray<double>().Select(Kernels.SafeMath.Exp)], 3, 2)));
        Assert.True(Tensor.AllClose(x.Exp().Log(), x, relative: 1e-14));
        Assert.Equal(DType.Float32, x.To<float>().Log().DType);
        Same(((Tensor)new[] { 0, 1 }).Log(), [2], double.NegativeInfinity, 0);
        Says("Exp: a bool is no number", () => (x > 0).Exp());
    }

    [Fact]
    public void Comparisons_give_masks()
    {
        Tensor x = new[] { 1.0, 2, double.NaN }, y = new[] { 2.0, 2, double.NaN };
        Same(x < y, [3], true, false, false);
        Same(x <= y, [3], true, true, false);
        Same(x > 1, [3], false, true, false);
        Same(1 >= x, [3], true, false, false);
        Same(x.EqualTo(y), [3], false, true, false);
        Same(x.NotEqualTo(2), [3], true, false, true);
        Same((x > 0) & !(x > 1) | (x > 1) ^ (x < 9), [3], true, false, false);
        Same((x > 1).EqualTo(true), [3], false, true, false);
        Same(((Tensor)new[] { 0.1f }).EqualTo(0.1), [1], true);
        Same(((Tensor)new[] { 16777217 }).EqualTo(new[] { 16777216f }), [1], false);
        Same(((Tensor)new[] { 1f, float.PositiveInfinity }) < 1e300, [2], true, false);
        Same(((Tensor)new[] { 2 }) < 2.5, [1], true);
        Same(Tensor.From(new byte[] { 5 }) < 300, [1], true);
        Assert.False(x == x.Copy());
        Says("And: the elements are float64, not bool; compare first", () => x & y);
        Says("EqualTo: bool with float64", () => (x > 0).EqualTo(y));
    }

    [Fact]
    public void Where_chooses_between_two()
    {
        Tensor x = new[,] { { 1.0, -2 }, { -3, 4 } };
        Same(Tensor.Where(x > 0, x, 0), [2, 2], 1.0, 0, 0, 4);
        Same(Tensor.Where(x > 0, new[] { 10.0, 20 }, x.T), [2, 2], 10.0, -3, -2, 20);
        Same(Tensor.Where(true, 1, x[0]), [2], 1.0, 1);
        Same(Tensor.Where(x > 0, 1, 0), [2, 2], 1, 0, 0, 1);
        Same(Tensor.Where(new[] { true, false }, -1, x), [2, 2], -1.0, -2, -1, 4);
    }

    static void Says(string start, Func<Tensor> act) => Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(act).Message);
}
