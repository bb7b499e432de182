namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Arithmetic =>
    [
        Binary("op_Addition", (x, y) => x + y, (x, y) => x + y),
        Shaped("op_Addition of long rows", x => x + x[0] + x[.., ..1] + 2 * x,
            x => Grid.Make(x.Shape, i => 3 * x.At(i) + x.At(0, i[1]) + x.At(i[0], 0)),
            [3, 37]) with
        {
            Errors =
            [
                (() => _ = Tensor.Ones<float>(1 << 16, 1) + Tensor.Ones<float>(1 << 16),
                    "Add: a result of shape [65536, 65536] has more than 2147483527 elements"),
                (() => _ = Tensor.Ones<float>(2) + Mask(2), "Add: float32 with bool: a bool is no number"),
            ],
        },
        Binary("op_Addition of repeated operands", (x, y) => x + y + x + x, (x, y) => x + y + x + x) with { Errors = [] },
        Unary("op_Addition of numbers", x => 1.5 + (x + 2), x => 1.5 + (x + 2)),
        Binary("op_Subtraction", (x, y) => x - y, (x, y) => x - y),
        Unary("op_Subtraction of numbers", x => 1.5 - (x - 2), x => 1.5 - (x - 2)),
        Binary("op_Multiply", (x, y) => x * y, (x, y) => x * y),
        Binary("op_Multiply of repeated operands", (x, y) => x * y * x, (x, y) => x * y * x) with { Errors = [] },
        Unary("op_Multiply of numbers", x => 1.5 * (x * 2), x => 1.5 * (x * 2)),
        Binary("op_Division", (x, y) => x / y, (x, y) => x / y, low2: 0.5),
        Unary("op_Division of numbers", x => 1.5 / (x / 2), x => 1.5 / (x / 2), low: 0.5),
        Unary("op_UnaryNegation", x => -x, x => -x),
        Binary("Minimum", Tensor.Minimum, Math.Min),
        Unary("Minimum with a number", x => Tensor.Minimum(x, 0.3), x => Math.Min(x, 0.3), avoid: [0.3]),
        Binary("Maximum", Tensor.Maximum, Math.Max),
        Unary("Maximum with a number", x => Tensor.Maximum(x, 0.3), x => Math.Max(x, 0.3), avoid: [0.3]),
        Binary("Pow", (x, y) => x.Pow(y), Math.Pow, low: 0.3),
        Unary("Pow of a number", x => x.Pow(-1.5), x => Math.Pow(x, -1.5), low: 0.4),
        Unary("Pow whole", x => x.Pow(3), x => x * x * x),
        Unary("Clamp", x => x.Clamp(-0.5, 1), x => Math.Clamp(x, -0.5, 1), avoid: [-0.5, 1]) with
        {
            Errors = [(() => Tensor.Ones<double>(2).Clamp(2, 1), "Clamp: the lowest value 2 must not exceed the highest, 1")],
        },
    ];

    static OperationRow[] Comparisons =>
    [
        Comparison("EqualTo", (x, y) => x.EqualTo(y), (x, y) => x == y),
        Comparison("NotEqualTo", (x, y) => x.NotEqualTo(y), (x, y) => x != y),
        Comparison("LessThan", (x, y) => x.LessThan(y), (x, y) => x < y),
        Comparison("LessThanOrEqual", (x, y) => x.LessThanOrEqual(y), (x, y) => x <= y),
        Comparison("GreaterThan", (x, y) => x.GreaterThan(y), (x, y) => x > y),
        Comparison("GreaterThanOrEqual", (x, y) => x.GreaterThanOrEqual(y), (x, y) => x >= y),
        Comparison("op_LessThan", (x, y) => x < y, (x, y) => x < y),
        Comparison("op_LessThanOrEqual", (x, y) => x <= y, (x, y) => x <= y),
        Comparison("op_GreaterThan", (x, y) => x > y, (x, y) => x > y),
        Comparison("op_GreaterThanOrEqual", (x, y) => x >= y, (x, y) => x >= y),
        Logic("op_BitwiseAnd", (x, y) => x & y, (x, y) => x && y),
        Logic("op_BitwiseOr", (x, y) => x | y, (x, y) => x || y),
        Logic("op_ExclusiveOr", (x, y) => x ^ y, (x, y) => x != y),
        Unary("op_LogicalNot", x => !(x > 0), x => x > 0 ? 0 : 1) with { IsDifferentiable = false, CarriesNaN = false },
    ];

    static OperationRow Comparison(string name, Func<Tensor, Tensor, Tensor> f, Func<double, double, bool> reference) =>
        Binary(name, (x, y) => f(x.Round(), y.Round()), (x, y) => reference(Math.Round(x), Math.Round(y)) ? 1 : 0) with
        {
            IsDifferentiable = false,
            CarriesNaN = false,
        };

    static OperationRow Logic(string name, Func<Tensor, Tensor, Tensor> f, Func<bool, bool, bool> reference) =>
        Binary(name, (x, y) => f(x > 0, y > 0), (x, y) => reference(x > 0, y > 0) ? 1 : 0) with
        {
            IsDifferentiable = false,
            CarriesNaN = false,
            Errors = [(() => f(Tensor.Ones<double>(2), Tensor.Ones<double>(2)), Named(name) + ": the elements are float64, not bool")],
        };

    static string Named(string name) => name switch { "op_BitwiseAnd" => "And", "op_BitwiseOr" => "Or", _ => "Xor" };
}
