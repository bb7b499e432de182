using System.Globalization;

namespace Cairn.Tests;

public class TensorPrintingTests
{
    static void Shows(string expected, Tensor t) => Assert.Equal(expected.ReplaceLineEndings("\n"), t.ToString());

    [Fact]
    public void Columns_are_aligned_and_show_the_fewest_decimals_that_tell()
    {
        Shows("""
            [[  1.00, -20.50],
             [300.25,   4.00]]
            Tensor float64 [2, 2]
            """, new[,] { { 1, -20.5 }, { 300.25, 4 } });
        Shows("[0.1, 0.2, 0.3]\nTensor float32 [3]", new[] { 0.1f, 0.2f, 0.3f });
        Shows("[0.3333, 0.6667]\nTensor float64 [2]", new[] { 1 / 3.0, 2 / 3.0 });
        Shows("[1, 2, 3]\nTensor float64 [3]", new[] { 1.0, 2, 3 });
        Shows("[  1, -20, 300]\nTensor int32 [3]", new[] { 1, -20, 300 });
        Shows("[ true, false]\nTensor bool [2]", new[] { true, false });
    }

    [Fact]
    public void Very_large_or_small_numbers_are_scientific()
    {
        Shows("[ 1.0e+00, -2.5e+09]\nTensor float64 [2]", new[] { 1, -2.5e9 });
        Shows("[1e-300, 0e+00]\nTensor float64 [2]".Replace("0e+00", " 0e+00"), new[] { 1e-300, 0 });
    }

    [Fact]
    public void Special_values_are_shown() =>
        Shows("[ NaN,  inf, -inf,  1.5]\nTensor float64 [4]", new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5 });

    [Fact]
    public void Ranks_other_than_one_and_two_are_readable()
    {
        Shows("3.5\nTensor float64 []", 3.5);
        Shows("[]\nTensor float32 [0, 3]", Tensor.Zeros<float>(0, 3));
        Shows("""
            [[[0, 1],
              [2, 3]],

             [[4, 5],
              [6, 7]]]
            Tensor int32 [2, 2, 2]
            """, Tensor.Arange(8).Reshape(2, 2, 2));
    }

    [Fact]
    public void More_than_a_thousand_elements_are_summarised()
    {
        Shows("[   0,    1,    2, ..., 1998, 1999, 2000]\nTensor int32 [2001]", Tensor.Arange(2001));
        Shows("""
            [[    0,     1,     2, ...,    97,    98,    99],
             [  100,   101,   102, ...,   197,   198,   199],
             [  200,   201,   202, ...,   297,   298,   299],
             ...,
             [19700, 19701, 19702, ..., 19797, 19798, 19799],
             [19800, 19801, 19802, ..., 19897, 19898, 19899],
             [19900, 19901, 19902, ..., 19997, 19998, 19999]]
            Tensor int32 [200, 100]
            """, Tensor.Arange(20000).Reshape(200, 100));
    }

    [Fact]
    public void Long_rows_are_broken_below_a_hundred_columns()
    {
        var lines = Tensor.Arange(100).ToString().Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 100));
        Assert.Equal("[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,", lines[0]);
        Assert.StartsWith(" 24, 25,", lines[1]);
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Shows("[-1.5, 1234.5]\nTensor float64 [2]".Replace("[-1.5", "[  -1.5"), new[] { -1.5, 1234.5 });
            Shows("[-1]\nTensor int32 [1]", new[] { -1 });
        }
        finally { CultureInfo.CurrentCulture = before; }
    }
}
