using Cairn.LinearAlgebra;

namespace Cairn.Tests;

public class OrthogonalFactorTests(ITestOutputHelper output)
{
    static double[] Matrix(string kind, int rows, int columns)
    {
        var a = Sequence.Numbers(rows * columns, 99);
        for (var j = 0; j < columns; j++)
            for (var i = 0; i < rows; i++)
            {
                ref var v = ref a[j * rows + i];
                switch (kind)
                {
                    case "zero column": if (j == columns / 2) v = 0; break;
                    case "same columns": v = a[i]; break;
                    case "nearly the same": v = a[i] + 1e-14 * v; break;
                    case "graded columns": v *= Math.Pow(10, -j); break;
                    case "graded rows": v *= Math.Pow(10, -i % 16); break;
                    case "triangle": if (i > j) v = 0; break;
                }
            }
        return a;
    }

    public static TheoryData<string, int, int> Matrices
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            string[] kinds = ["random", "zero column", "same columns", "nearly the same", "graded columns", "graded rows", "triangle"];
            foreach (var kind in kinds)
                foreach (var (rows, columns) in new[] { (1, 1), (20, 7), (9, 9), (5, 11), (130, 40) })
                    data.Add(kind, rows, columns);
            return data;
        }
    }

    // LAPACK's ratios: norm(A P - Q R) / (norm(A) n eps) and norm(I - Q'Q) / (n eps), both to be below 30.
    [Theory]
    [MemberData(nameof(Matrices))]
    public void Product_gives_the_matrix_back(string kind, int rows, int columns)
    {
        var a = Matrix(kind, rows, columns);
        foreach (var pivot in new[] { false, true })
        {
            var qr = new HouseholderQr((double[])a.Clone(), rows, columns, pivot);
            double error = 0, norm = 0;
            for (var k = 0; k < columns; k++)
            {
                var column = new double[rows];
                for (var i = 0; i <= Math.Min(k, rows - 1); i++) column[i] = qr[i, k];
                qr.Apply(column);
                for (var i = 0; i < rows; i++)
                {
                    var want = a[qr.Order[k] * rows + i];
                    error += (column[i] - want) * (column[i] - want);
                    norm += want * want;
                }
            }
            double loss = 0;
            for (var k = 0; k < rows; k++)
            {
                var e = new double[rows];
                e[k] = 1;
                qr.Apply(e);
                loss = Math.Max(loss, Math.Abs(e.Sum(v => v * v) - 1));
                qr.ApplyTransposed(e);
                e[k] -= 1;
                loss = Math.Max(loss, e.Max(Math.Abs));
            }
            var unit = Math.Max(rows, columns) * Math.ScaleB(1, -52);
            Assert.True(Math.Sqrt(error) <= 30 * unit * Math.Sqrt(norm));
            Assert.True(loss / unit < 30);
            for (var k = 1; pivot && k < Math.Min(rows, columns); k++)
                Assert.True(Math.Abs(qr[k, k]) <= Math.Abs(qr[k - 1, k - 1]) * (1 + 1e-12) + 1e-15);
        }
    }

    // The streamed factor keeps no Q: its R must be that of the same matrix, A'A = R'R.
    [Theory]
    [InlineData("random", 63, 5)]
    [InlineData("random", 2049, 5)]
    [InlineData("random", 900, 60)]
    [InlineData("random", 3, 8)]
    [InlineData("zero column", 1500, 20)]
    [InlineData("graded columns", 1500, 12)]
    [InlineData("graded rows", 1500, 20)]
    public void Streamed_triangle_has_the_matrix_s_Gram(string kind, int rows, int columns)
    {
        var a = Matrix(kind, rows, columns);
        var qr = new StreamedQr(columns);
        for (var start = 0; start < rows; start += qr.BlockRows)
        {
            Array.Clear(qr.Block);
            var count = Math.Min(qr.BlockRows, rows - start);
            for (var j = 0; j < columns; j++) a.AsSpan(j * rows + start, count).CopyTo(qr.Block.AsSpan(j * qr.BlockRows));
            qr.Absorb();
        }
        double worst = 0;
        for (var p = 0; p < columns; p++)
            for (var q = 0; q <= p; q++)
            {
                double gram = 0, product = 0, left = 0, right = 0;
                for (var i = 0; i < rows; i++)
                {
                    gram += a[p * rows + i] * a[q * rows + i];
                    left += a[p * rows + i] * a[p * rows + i];
                    right += a[q * rows + i] * a[q * rows + i];
                }
                for (var i = 0; i <= q; i++) product += qr[i, p] * qr[i, q];
                if (gram != 0) worst = Math.Max(worst, Math.Abs(gram - product) / Math.Sqrt(left * right));
                else Assert.Equal(0, product);
            }
        output.WriteLine(FormattableString.Invariant($"{kind} {rows} x {columns}: {worst / Math.ScaleB(1, -52) / rows:G3}"));
        Assert.True(worst / (Math.ScaleB(1, -52) * Math.Max(rows, columns)) < 30);
    }
}
