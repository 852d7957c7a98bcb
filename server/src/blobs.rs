//! The bytes of photos and documents: a folder, or an S3-compatible store.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::StreamExt;
use futures::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, GetResult, ObjectStore, ObjectStoreExt, PutPayload};

use crate::config::BlobsAt;

/// A store of bytes by name.
#[derive(Debug, Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

/// A file that is there; its bytes are not read yet.
#[derive(Debug)]
pub struct Found(GetResult);

impl Found {
    /// Bytes of the whole file, also where only a part of it was asked for.
    pub fn size(&self) -> u64 {
        self.0.meta.size
    }

    /// Reads all that was asked for.
    pub async fn bytes(self) -> Result<Bytes, object_store::Error> {
        self.0.bytes().await
    }

    /// Reads what was asked for a few kilobytes at a time.
    pub fn stream(self) -> BoxStream<'static, Result<Bytes, object_store::Error>> {
        self.0.into_stream()
    }
}

impl Blobs {
    /// Opens the configured store.
    pub fn open(at: &BlobsAt) -> Result<Self, object_store::Error> {
        let store: Arc<dyn ObjectStore> = match at {
            BlobsAt::Folder(folder) => {
                let made = std::fs::create_dir_all(folder);
                made.map_err(|source| object_store::Error::Generic { store: "folder", source: source.into() })?;
                Arc::new(LocalFileSystem::new_with_prefix(folder)?)
            }
            BlobsAt::S3(url) => Arc::new(AmazonS3Builder::from_env().with_url(url).build()?),
        };
        Ok(Self(store))
    }

    /// A store for tests.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Writes whole or not at all.
    pub async fn put(&self, name: &str, bytes: Bytes) -> Result<(), object_store::Error> {
        self.0.put(&Path::from(name), PutPayload::from(bytes)).await.map(|_| ())
    }

    /// Reads; `None` when it is not there.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>, object_store::Error> {
        match self.find(name).await? {
            Some(found) => Ok(Some(found.bytes().await?)),
            None => Ok(None),
        }
    }

    /// Looks for a file; `None` when it is not there.
    pub async fn find(&self, name: &str) -> Result<Option<Found>, object_store::Error> {
        self.find_with(name, GetOptions::default()).await
    }

    /// Looks for some bytes of a file, which do not lie behind its end; `None` when it is not there.
    pub async fn part(&self, name: &str, bytes: Range<u64>) -> Result<Option<Found>, object_store::Error> {
        self.find_with(name, GetOptions { range: Some(GetRange::Bounded(bytes)), ..GetOptions::default() }).await
    }

    async fn find_with(&self, name: &str, options: GetOptions) -> Result<Option<Found>, object_store::Error> {
        match self.0.get_opts(&Path::from(name), options).await {
            Ok(found) => Ok(Some(Found(found))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Erases; nothing happens when it is not there.
    pub async fn delete(&self, name: &str) -> Result<(), object_store::Error> {
        match self.0.delete(&Path::from(name)).await {
            Err(object_store::Error::NotFound { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Copies everything to another store; what is there already has the same name and so the same bytes. Gives how
    /// many files were copied.
    pub async fn copy_all(&self, to: &Blobs) -> Result<u64, object_store::Error> {
        use futures::TryStreamExt;
        let mut copied = 0;
        let mut listed = self.0.list(None);
        while let Some(meta) = listed.try_next().await? {
            if to.0.head(&meta.location).await.is_ok_and(|there| there.size == meta.size) {
                continue;
            }
            let bytes = self.0.get(&meta.location).await?.bytes().await?;
            to.0.put(&meta.location, PutPayload::from(bytes)).await?;
            copied += 1;
        }
        Ok(copied)
    }

    /// Whether it has no file.
    pub async fn is_empty(&self) -> Result<bool, object_store::Error> {
        use futures::TryStreamExt;
        Ok(self.0.list(None).try_next().await?.is_none())
    }

    /// Names of files below a folder that were last written before a time.
    pub fn older(&self, folder: &str, before: DateTime<Utc>) -> BoxStream<'static, Result<String, object_store::Error>> {
        use futures::TryStreamExt;
        let old = move |meta: &object_store::ObjectMeta| futures::future::ready(meta.last_modified < before);
        self.0.list(Some(&Path::from(folder))).try_filter(old).map_ok(|meta| meta.location.to_string()).boxed()
    }

    /// Erases a file unless it was written again since a time; says whether it did.
    pub async fn delete_older(&self, name: &str, before: DateTime<Utc>) -> Result<bool, object_store::Error> {
        match self.0.head(&Path::from(name)).await {
            Ok(meta) if meta.last_modified < before => self.delete(name).await.map(|()| true),
            Err(object_store::Error::NotFound { .. }) | Ok(_) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether the store answers within two seconds: one that is away is asked again for much longer by those who need a file.
    pub async fn ready(&self) -> bool {
        const WITHIN: std::time::Duration = std::time::Duration::from_secs(2);
        tokio::time::timeout(WITHIN, self.get("ready")).await.is_ok_and(|found| found.is_ok())
    }
}
