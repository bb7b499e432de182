namespace Cairn.Tests;

public class TensorCreationTests
{
    [Fact]
    public void Literals_decide_the_type()
    {
        Assert.Equal(DType.Int32, Tensor.Arange(3).DType);
        Assert.Equal(DType.Float64, Tensor.Arange(0.0, 3).DType);
        Assert.Equal(DType.Float64, Tensor.Linspace(0, 1, 3).DType);
        Assert.Equal(DType.Float32, Tensor.Full(1.5f, 2).DType);
        Assert.Equal(DType.UInt8, Tensor.Scalar((byte)3).DType);
        Assert.Equal(DType.Bool, ((Tensor)true).DType);
        Assert.Equal(DType.Int64, ((Tensor)3L).DType);
    }

    [Fact]
    public void Sequences_have_the_elements_they_promise()
    {
        Assert.Equal([5, 3, 1], Tensor.Arange(5, 0, -2).ToArray<int>());
        Assert.Equal([0, 2, 4], Tensor.Arange(0, 5, 2).ToArray<int>());
        Assert.Empty(Tensor.Arange(5, 0).ToArray<int>());
        Assert.Equal([int.MaxValue - 1], Tensor.Arange(int.MaxValue - 1, int.MaxValue, 5).ToArray<int>());
        Assert.Equal([1, 1.25, 1.5, 1.75], Tensor.Arange(1, 2, .25).ToArray<double>());
        Assert.Equal([0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1], Tensor.Linspace(0, 1, 11).ToArray<double>());
        Assert.Equal([3.0], Tensor.Linspace(3, 4, 1).ToArray<double>());
        Assert.Equal([1.0, 0, 0, 1], Tensor.Eye<double>(2).ToArray<double>());
        Assert.Equal([true, true], Tensor.Ones<bool>(2).ToArray<bool>());
        Assert.Equal([1f, 1], Tensor.Ones(DType.Float32, 2).ToArray<float>());
        Assert.Equal(new Shape(2), Tensor.From([1.5, 2]).Shape);
        Assert.Equal(new Shape(2), Tensor.From(new[] { 1.5f, 2, 3 }.AsSpan(1)).Shape);
        Assert.Equal(new Shape(2, 2), Tensor.From([1, 2, 3, 4], 2, 2).Shape);
        Says("From: 3 values do not fill the shape [2, 2] of 4", () => Tensor.From([1, 2, 3], 2, 2));
        Says("rows: row 1 has 1 values, row 0 has 2", () => Tensor.From(new[] { new[] { 1, 2 }, new[] { 3 } }));
        Assert.Equal(new Shape(1, 2, 3), Tensor.From(new[, ,] { { { 1, 2, 3 }, { 4, 5, 6 } } }).Shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Arange(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Arange(0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Arange(0, 1, 1e-300));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Linspace(0, double.NaN, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Linspace(0, 1, -1));
    }

    [Fact]
    public void Conversions_keep_what_they_can_and_refuse_what_they_would_lose()
    {
        Tensor t = new[,] { { 1.0, 2 }, { 3, 1e300 } };
        Says("To: element [1, 1] of [2, 2] is 1E+300: to float32 it is out of range", () => t.To<float>());
        Says("To: element [1, 1] of [2, 2] is 1E+300: to int64 it is out of range", () => t.To<long>());
        Says("To: element [0] of [1] is 0.5: to int32 it is not a whole number; use Round() or Floor() first",
            () => ((Tensor)new[] { .5 }).To<int>());
        Says("To: element [0] of [1] is NaN: to uint8 it has no integer", () => ((Tensor)new[] { double.NaN }).To<byte>());
        Says("To: element [0] of [1] is -1: to uint8 it is out of range", () => ((Tensor)new[] { -1 }).To<byte>());
        Says("To: element [1] of [2] is 2: to bool it is neither 0 nor 1", () => ((Tensor)new[] { 1, 2 }).To<bool>());
        Says("To: element [] of [] is 9.223372036854775807E+18".Split('.')[0], () => ((Tensor)9223372036854775808.0).To<long>());
        Assert.Equal([0.1f, float.PositiveInfinity, float.NaN],
            ((Tensor)new[] { .1, double.PositiveInfinity, double.NaN }).To<float>().ToArray<float>());
        Assert.Equal([1.0, 0], ((Tensor)new[] { true, false }).To<double>().ToArray<double>());
        Assert.Equal([true, false], ((Tensor)new[] { 1.0, 0 }).To<bool>().ToArray<bool>());
        Assert.Equal([-3L], ((Tensor)new[] { -3f }).To<long>().ToArray<long>());
        Assert.Same(t, t.To<double>());
    }

    [Fact]
    public void A_single_element_comes_out_as_a_number()
    {
        Assert.Equal(2.5, (double)Tensor.Full(2.5f, 1, 1));
        Assert.Equal(3, (int)(Tensor)3.0);
        Assert.True((bool)(Tensor)true);
        Assert.Equal(7L, Tensor.Arange(8)[7].ToScalar<long>());
        Says("To: element [] of [] is 3.5", () => (int)(Tensor)3.5);
        Assert.Equal("ToScalar: a tensor of shape [3] has 3 elements, not 1",
            Assert.Throws<InvalidOperationException>(() => (double)Tensor.Arange(3)).Message);
    }

    static void Says(string start, Func<object> act) => Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(act).Message);
}
