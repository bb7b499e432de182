namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Functions =>
    [
        Unary("Abs", x => x.Abs(), Math.Abs, avoid: [0]),
        Unary("Sign", x => x.Sign(), x => Math.Sign(x), avoid: [0]) with { IsDifferentiable = false },
        Unary("Square", x => x.Square(), x => x * x),
        Unary("Sqrt", x => x.Sqrt(), Math.Sqrt, low: 0.2),
        Unary("Floor", x => x.Floor(), Math.Floor) with { IsDifferentiable = false },
        Unary("Ceiling", x => x.Ceiling(), Math.Ceiling) with { IsDifferentiable = false },
        Unary("Round", x => x.Round(), Math.Round) with { IsDifferentiable = false },
        Unary("Exp", x => x.Exp(), Math.Exp),
        Unary("ExpM1", x => x.ExpM1(), x => Math.Abs(x) < 1e-3 ? x + x * x / 2 + x * x * x / 6 : Math.Exp(x) - 1),
        Unary("Log", x => x.Log(), Math.Log, low: 0.2),
        Unary("Log1P", x => x.Log1P(), x => Math.Log(1 + x), low: -0.8),
        Unary("Sin", x => x.Sin(), Math.Sin),
        Unary("Cos", x => x.Cos(), Math.Cos),
        Unary("Tan", x => x.Tan(), Math.Tan, low: -1.2, high: 1.2),
        Unary("Tanh", x => x.Tanh(), Math.Tanh),
        Unary("Sigmoid", x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        Unary("Relu", x => x.Relu(), x => Math.Max(x, 0), avoid: [0]),
        Unary("Softplus", x => x.Softplus(), x => Math.Log(1 + Math.Exp(x))),
    ];
}
