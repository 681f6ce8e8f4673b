use badges_core::json::Tree;
use badges_core::proof::Resources;
use badges_core::proof::data_integrity::*;
use badges_core::proof::keys::*;
use badges_core::timestamp::Timestamp;
use std::time::Instant;
fn best(name: &str, mut f: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..200 {
        f();
    }
    for _ in 0..30 {
        let t = Instant::now();
        for _ in 0..200 {
            f();
        }
        best = best.min(t.elapsed().as_secs_f64() / 200.0 * 1e6);
    }
    println!("{name}: {best:.1} us");
    best
}
fn main() {
    let mut v: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap()).unwrap();
    v.as_object_mut().unwrap().remove("proof");
    println!("{} bytes", v.to_string().len());
    let text = v.to_string();
    let tree = badges_core::json::text::parse(&text).unwrap();
    let ed = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let raw = best("raw ed25519 sign 64", || {
        std::hint::black_box(ed.sign(&[7; 64]).unwrap());
    });
    let method = format!("https://example.org/v3/issuers/1#{}", ed.public().to_multikey().unwrap());
    for suite in [Cryptosuite::EddsaJcs2022, Cryptosuite::EddsaRdfc2022] {
        let o = ProofOptions {
            cryptosuite: suite,
            verification_method: &method,
            created: Timestamp::parse("2026-01-01T00:00:00Z").unwrap(),
            expires: None,
        };
        let t = best(suite.name(), || {
            std::hint::black_box(sign(&tree, &o, &ed).unwrap());
        });
        println!("   ratio {:.2}", raw / t);
        let p = sign(&tree, &o, &ed).unwrap();
        best("   verify", || {
            verify(&tree, &p, ed.public(), Resources::none()).unwrap();
        });
    }
    let d = badges_core::proof::jsonld::to_rdf(&tree, None, Resources::none()).unwrap();
    println!("{} quads {} blank", d.len(), d.blank_nodes());
    best("to_rdf", || {
        std::hint::black_box(badges_core::proof::jsonld::to_rdf(&tree, None, Resources::none()).unwrap());
    });
    best("rdfc", || {
        std::hint::black_box(
            badges_core::proof::rdfc::canonicalize(&d, badges_core::proof::rdfc::Hash::Sha256).unwrap(),
        );
    });
    best("jcs", || {
        let mut s = String::new();
        badges_core::proof::jcs::canonicalize(&tree, None, &mut s).unwrap();
        std::hint::black_box(s);
    });
    best("sha256 of the text", || {
        std::hint::black_box(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()));
    });
    for a in [Algorithm::P256, Algorithm::P384] {
        let k = PrivateKey::generate(a).unwrap();
        best(a.name(), || {
            std::hint::black_box(k.sign(&[7; 64]).unwrap());
        });
        let s = k.sign(&[7; 64]).unwrap();
        best("   verify", || {
            assert!(k.public().verify(&[7; 64], &s));
        });
    }
    let k = PrivateKey::generate(Algorithm::P256).unwrap();
    let o = ProofOptions {
        cryptosuite: Cryptosuite::EcdsaSd2023,
        verification_method: &method,
        created: Timestamp::parse("2026-01-01T00:00:00Z").unwrap(),
        expires: None,
    };
    let t = Instant::now();
    for _ in 0..50 {
        sign(&tree, &o, &k).unwrap();
    }
    println!("sd sign {:?}", t.elapsed() / 50);
    let p = sign(&tree, &o, &k).unwrap();
    let t = Instant::now();
    for _ in 0..50 {
        verify(&tree, &p, k.public(), Resources::none()).unwrap();
    }
    println!("sd verify base {:?}", t.elapsed() / 50);
    best("vc-jwt", || {
        std::hint::black_box(badges_core::proof::vc_jwt::sign(&tree, &ed).unwrap());
    });
    best("base58", || {
        std::hint::black_box(badges_core::proof::multibase::base58btc(&[7; 64]));
    });
}
