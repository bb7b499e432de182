using System.Text.Json;

namespace Cairn.Tests;

/// <summary>Solvers and factorizations beside PyTorch's and SciPy's, values and gradients.</summary>
public class LinearAlgebraFixtureTests
{
    static readonly Dictionary<string, Func<Tensor[], Tensor>> Operations = new()
    {
        ["Lu"] = x => Triangles(x[0], -1),
        ["Lu tall"] = x => Triangles(x[0], -2),
        ["Lu wide"] = x => Triangles(x[0], -1),
        ["Eigen"] = x => x[0].Eigen() is var e ? Tensor.Concat([e.RealValues, e.ImaginaryValues], -1) : x[0],
        ["Eigen for its vectors"] = x => Vectors(x[0]),
        ["Eigen of complex values only"] = x => Vectors(x[0] - x[0].T + x[0] * Tensor.Eye(x[0].DType, 4)),
        ["SymmetricEigen"] = x => ((x[0] + x[0].T) * 0.5).SymmetricEigen() is var e ? Tensor.Concat([e.Values.Unsqueeze(0), e.Vectors], 0) : x[0],
        ["SymmetricEigenvalues"] = x => ((x[0] + x[0].Transpose(-1, -2)) * 0.5).SymmetricEigenvalues(),
        ["Svd"] = x => Parts(x[0]),
        ["Svd tall"] = x => Parts(x[0]),
        ["SingularValues"] = x => x[0].SingularValues(),
        ["PseudoInverse"] = x => x[0].PseudoInverse(),
        ["ConditionNumber"] = x => x[0].ConditionNumber(),
        ["SpectralNorm"] = x => x[0].SpectralNorm(),
        ["NuclearNorm"] = x => x[0].NuclearNorm(),
        ["Solve"] = x => Regular(x[0]).Solve(x[1]),
        ["Solve of vectors"] = x => Regular(x[0]).Solve(x[1]),
        ["Solve of batches"] = x => Regular(x[0]).Solve(x[1]),
        ["SolveTriangular"] = x => Regular(x[0]).SolveTriangular(x[1]),
        ["SolveTriangular upper"] = x => Regular(x[0]).SolveTriangular(x[1], lower: false),
        ["SolveTriangular upper, transposed"] = x => Regular(x[0]).SolveTriangular(x[1], lower: false, transposed: true),
        ["SolveTriangular lower, transposed, units"] = x => x[0].SolveTriangular(x[1], transposed: true, unitDiagonal: true),
        ["Cholesky"] = x => Definite(x[0]).Cholesky().L,
        ["Cholesky of the lower triangle"] = x => Regular(x[0], 4).Cholesky().L,
        ["Cholesky.Solve"] = x => Definite(x[0]).Cholesky().Solve(x[1]),
        ["Cholesky.LogDeterminant"] = x => Definite(x[0]).Cholesky().LogDeterminant(),
        ["Qr tall"] = x => Both(x[0], -2),
        ["Qr tall batches"] = x => Both(x[0], -2),
        ["Qr square"] = x => Both(x[0], -1),
        ["Qr wide"] = x => Both(x[0], -1),
        ["Qr tall pivoted"] = x => Pivoted(x[0].Detach(), -2),
        ["Qr wide pivoted"] = x => Pivoted(x[0].Detach(), -1),
        ["Inverse"] = x => Regular(x[0]).Inverse(),
        ["Determinant"] = x => Regular(x[0]).Determinant(),
        ["LogDeterminant"] = x => Regular(x[0], -1).LogDeterminant().LogMagnitude,
        ["LeastSquares"] = x => x[0].LeastSquares(x[1]).Solution,
        ["LeastSquares wide"] = x => x[0].LeastSquares(x[1]).Solution,
        ["Trace"] = x => x[0].Trace(),
        ["MatrixPower"] = x => x[0].MatrixPower(7),
        ["MatrixPower of the inverse"] = x => Regular(x[0]).MatrixPower(-3),
    };

    static Tensor Regular(Tensor x, double by = 2) => x + by * Tensor.Eye(x.DType, x.Shape[-1]);

    static Tensor Definite(Tensor x) => Regular(x.MatMul(x.Transpose(-1, -2)), 0.5);

    static Tensor Triangles(Tensor x, int axis) => x.Lu() is var lu ? Tensor.Concat([lu.L, lu.U], axis) : x;

    static Tensor Vectors(Tensor x) => x.Eigen() is var e ? Tensor.Concat([e.RealVectors, e.ImaginaryVectors], -1) : x;

    static Tensor Parts(Tensor x) => x.Svd() is var svd ? Tensor.Concat([svd.U, svd.Values.Unsqueeze(0), svd.V], 0) : x;

    static Tensor Both(Tensor x, int axis) => x.Qr() is var qr ? Tensor.Concat([qr.Q, qr.R], axis) : x;

    static Tensor Pivoted(Tensor x, int axis) => x.Qr(pivoted: true) is var qr
        ? Tensor.Concat([Tensor.Concat([qr.Q, qr.R], axis).Flatten(), qr.Pivots.To(x.DType)])
        : x;

    static readonly JsonElement[] Cases = [.. JsonDocument.Parse(File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "Cairn.Numerics.Tests", "Fixtures", "linear-algebra.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    public static IEnumerable<TheoryDataRow<string>> Names => Cases.Select(c => new TheoryDataRow<string>(c.GetProperty("name").GetString()!));

    [Theory, MemberData(nameof(Names))]
    public void Float64_is_that_of_others(string name) => Check<double>(name, 1e-10);

    [Theory, MemberData(nameof(Names))]
    public void Float32_is_near_that_of_others(string name) => Check<float>(name, 1e-5);

    [Fact]
    public void Every_operation_has_its_case() =>
        Assert.Equal(Operations.Keys.Order(), Cases.Select(c => c.GetProperty("name").GetString()!).Order());

    [Fact]
    public void Every_operation_of_linear_algebra_has_one() =>
        Assert.Empty(OperationTable.OfLinearAlgebra.Except(Operations.Keys.Select(name => name.Split(' ', '.')[0])));

    static void Check<T>(string name, double tolerance) where T : unmanaged, System.Numerics.INumber<T>
    {
        var known = Cases.Single(c => c.GetProperty("name").GetString() == name);
        Tensor[] x = [.. known.GetProperty("shapes").EnumerateArray().Select((shape, s) => Numbers(s, Integers(shape)).To<T>().AsParameter())];
        var y = Operations[name](x);
        Assert.Equal(Integers(known.GetProperty("result shape")), y.Shape);
        Near(known.GetProperty("result"), y, tolerance, "result");
        if (y.RequiresGrad) y.Backward(Numbers(100, [.. y.Shape]).To<T>());
        foreach (var (gradient, tensor) in known.GetProperty("gradients").EnumerateArray().Zip(x))
            if (gradient.ValueKind == JsonValueKind.Null) Assert.Null(tensor.Grad);
            else Near(gradient, tensor.Grad!, tolerance, "gradient");
    }

    static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];

    static Tensor Numbers(int seed, int[] shape) => Tensor.From<double>([.. Enumerable.Range(1, Grid.Count(shape)).Select(i =>
    {
        ulong z = unchecked((ulong)seed + (ulong)i * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ z >> 27) * 0x94D049BB133111EB);
        return ((z ^ z >> 31) >> 11) * Math.ScaleB(1, -53) - .5;
    })], shape);

    static void Near(JsonElement expected, Tensor actual, double tolerance, string what)
    {
        double[] right = [.. expected.EnumerateArray().Select(v => v.GetDouble())], values = actual.To<double>().ToArray<double>();
        Assert.Equal(right.Length, values.Length);
        double largest = right.Max(Math.Abs);
        for (int i = 0; i < right.Length; i++)
            Assert.True(Math.Abs(right[i] - values[i]) <= tolerance * largest, $"{what} {i} is {values[i]:R}, not {right[i]:R}; the largest is {largest:R}");
    }
}
